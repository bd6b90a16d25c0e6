using Tollama.Core.Catalog;

namespace Tollama.Core.Wire.Requests;

/// <summary>
/// Body of <c>POST /api/modelfiles</c> (contract/http-api §18.7): a name and one of profile and content.
/// </summary>
/// <param name="Name">Name of the profile, not checked yet.</param>
/// <param name="Profile">The profile; null when the body has YAML text instead.</param>
/// <param name="Content">YAML text; null when the body has the profile itself.</param>
public sealed record ProfileBody(string Name, ForecastProfile? Profile, string? Content);
