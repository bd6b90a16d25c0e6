namespace Tollama.Core.Catalog;

/// <summary>A profile that is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Absolute path of its file; <c>cluster:modelfiles/NAME</c> in a database.</param>
/// <param name="Profile">What it says.</param>
public sealed record StoredProfile(string Name, string Path, ForecastProfile Profile);
