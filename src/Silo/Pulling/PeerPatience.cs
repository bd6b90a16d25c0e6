namespace Tollama.Silo.Pulling;

/// <summary>How long a peer may send nothing.</summary>
/// <param name="Limit">So long.</param>
/// <param name="Time">The clock.</param>
internal sealed record PeerPatience(TimeSpan Limit, TimeProvider Time)
{
    /// <summary>Begins to count.</summary>
    public CancellationTokenSource Start() => new(Limit, Time);
}
