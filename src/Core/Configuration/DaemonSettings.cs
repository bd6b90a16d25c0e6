namespace Tollama.Core.Configuration;

/// <summary><c>daemon.*</c> of the settings file. Kept so that files of the original stay valid; nothing is bootstrapped.</summary>
public sealed record DaemonSettings
{
    /// <summary>Host to listen on; never read by the original either.</summary>
    public string? Host { get; init; }

    /// <summary>Whether the original builds its runners' environments on demand.</summary>
    public bool AutoBootstrap { get; init; } = true;

    /// <summary>Command lines of the original's runners, by family.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? RunnerCommands { get; init; }
}
