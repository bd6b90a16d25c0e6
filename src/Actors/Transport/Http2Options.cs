namespace Tollama.Actors.Transport;

/// <summary>How members talk.</summary>
public sealed record Http2Options
{
    /// <summary>Shared by all members; whoever has it is one of us.</summary>
    public required string Secret { get; init; }

    /// <summary>Address to listen on, <c>host:port</c>; others reach this member there.</summary>
    public required string Listen { get; init; }

    /// <summary>Bytes of the biggest message.</summary>
    public long MaxMessageBytes { get; init; } = 256L << 20;

    /// <summary>Time for a new connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A connection in use that is silent for this long is asked for a sign of life, and given up after as long again.
    /// </summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A reader that takes nothing of a stream for this long is given up: what it holds serves others again.
    /// </summary>
    public TimeSpan SlowReader { get; init; } = TimeSpan.FromSeconds(30);
}
