namespace Tollama.Core.Synthesis;

/// <summary>How far synthetic series stray from their source (contract/http-api §18.9).</summary>
public sealed record SynthesisVariation
{
    /// <summary>Largest relative change of the level, 0 to 2.</summary>
    public double LevelJitter { get; init; } = 0.2;

    /// <summary>Largest relative change of the slope, 0 to 2.</summary>
    public double TrendJitter { get; init; } = 0.2;

    /// <summary>Largest relative change of the season, 0 to 2.</summary>
    public double SeasonalityJitter { get; init; } = 0.2;

    /// <summary>Factor on the noise, 0 to 5.</summary>
    public double NoiseScale { get; init; } = 1;

    /// <summary>Whether a source without negative values yields none.</summary>
    public bool RespectNonNegative { get; init; } = true;
}
