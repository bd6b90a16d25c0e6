namespace Tollama.Grains.Replicas;

/// <summary>How copies collect requests for one engine call.</summary>
public sealed record BatchingOptions
{
    /// <summary>Forecasts of one key that may wait in one copy before further ones are refused.</summary>
    public int MaxQueue { get; init; } = 512;

    /// <summary>Forecasts of all keys that may wait in one copy, or for it to be loaded.</summary>
    public int MaxQueueOfAll { get; init; } = 4096;

    /// <summary>
    /// Engine calls at once where they may overlap and cannot be shared; big requests leave one of them to small ones.
    /// </summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    /// <summary>Series of all requests of a batch together; a bigger request goes alone.</summary>
    public int MaxSeries { get; init; } = 256;

    /// <summary>Whether what would not end in its time is refused before it runs.</summary>
    public bool RefusesLate { get; init; } = true;
}
