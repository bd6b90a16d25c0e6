namespace Tollama.Grains.Replicas;

/// <summary>How copies collect requests for one engine call.</summary>
public sealed record BatchingOptions
{
    /// <summary>Forecasts that may wait in one copy before further ones are refused.</summary>
    public int MaxQueue { get; init; } = 512;

    /// <summary>Series of all requests of a batch together; a bigger request goes alone.</summary>
    public int MaxSeries { get; init; } = 256;
}
