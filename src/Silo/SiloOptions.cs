using Tollama.Core.Configuration;

namespace Tollama.Silo;

/// <summary>Settings of a silo.</summary>
public sealed record SiloOptions
{
    /// <summary>State folder, an absolute path.</summary>
    public required string Home { get; init; }

    /// <summary>Environment of the process: registry file, hub address.</summary>
    public required ProcessEnvironment Environment { get; init; }
}
