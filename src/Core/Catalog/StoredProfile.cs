namespace Tollama.Core.Catalog;

/// <summary>A profile of the state folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Absolute path of its file.</param>
/// <param name="Profile">What it says.</param>
public sealed record StoredProfile(string Name, string Path, ForecastProfile Profile);
