namespace Tollama.Actors.State;

/// <summary>Another activation wrote the state since this one read it.</summary>
public sealed class InconsistentStateException : Exception
{
    /// <summary>Creates the fault.</summary>
    /// <param name="message">Which state.</param>
    /// <param name="storedEtag">Version in storage; null when there is none.</param>
    /// <param name="currentEtag">Version the writer had; null when it had none.</param>
    public InconsistentStateException(string message, string? storedEtag, string? currentEtag)
        : base($"{message} Stored etag: {storedEtag ?? "none"}; the writer's: {currentEtag ?? "none"}.")
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>Version in storage; null when there is none.</summary>
    public string? StoredEtag { get; }

    /// <summary>Version the writer had; null when it had none.</summary>
    public string? CurrentEtag { get; }
}
