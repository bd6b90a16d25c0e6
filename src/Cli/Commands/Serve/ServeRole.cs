namespace Tollama.Cli.Commands.Serve;

/// <summary>What a daemon process hosts.</summary>
internal enum ServeRole
{
    /// <summary>The HTTP gateway and one silo.</summary>
    All,

    /// <summary>Only the HTTP gateway.</summary>
    Gateway,

    /// <summary>Only grains, devices and engine sessions.</summary>
    Silo,
}
