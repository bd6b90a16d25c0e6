namespace Tollama.Core.Configuration;

/// <summary><c>auth.*</c> of the settings file.</summary>
public sealed record AuthSettings
{
    /// <summary>Keys that open the API; blank ones count for nothing, and none means an open API.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];
}
