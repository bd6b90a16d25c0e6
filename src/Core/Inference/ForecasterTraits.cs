namespace Tollama.Core.Inference;

/// <summary>Facts about a loaded model that placement and batching need.</summary>
public sealed record ForecasterTraits
{
    /// <summary>Whether <see cref="IForecaster.ForecastAsync"/> may be called while another call runs.</summary>
    public required bool IsConcurrent { get; init; }

    /// <summary>Bytes of device memory the loaded copy holds; 0 where nothing is loaded.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Most requests that are worth collecting into one batch; 1 where batching gains nothing.</summary>
    public int PreferredBatch { get; init; } = 1;

    /// <summary>
    /// Most numbers of a request, observations and forecast together, that it computes in less time than a change of
    /// threads takes: such a request is computed where it is. 0 where even the smallest takes longer.
    /// </summary>
    public int InstantNumbers { get; init; }

    /// <summary>
    /// Whether requests of one size and kind take about the same time, however much time they are given: then it is
    /// learnt, and a request that its time limit cannot hold is refused before it runs.
    /// </summary>
    public bool HasSteadyPace { get; init; }

    /// <summary>Where it runs, as <c>usage.device</c> names it: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";
}
