namespace Tollama.Silo.Cluster;

/// <summary>What one caller has used, as it is stored.</summary>
internal sealed record UsageNote
{
    /// <summary>Successful forecast executions.</summary>
    public long Requests { get; init; }

    /// <summary>Milliseconds of inference.</summary>
    public double InferenceMs { get; init; }

    /// <summary>Series forecast.</summary>
    public long Series { get; init; }

    /// <summary>Time of the last execution.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The batches that were added last.</summary>
    public IReadOnlyList<string> Batches { get; init; } = [];
}
