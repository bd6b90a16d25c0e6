namespace Tollama.Core.Configuration;

/// <summary><c>daemon.*</c> of the settings file. Files of the original stay valid; nothing is bootstrapped.</summary>
public sealed record DaemonSettings
{
    /// <summary>
    /// Address to listen on when neither the command line nor the environment names one; null for none.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>Whether the original builds its runners' environments on demand.</summary>
    public bool AutoBootstrap { get; init; } = true;

    /// <summary>Command lines of the original's runners, by family.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? RunnerCommands { get; init; }
}
