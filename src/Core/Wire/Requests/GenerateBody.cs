using Tollama.Core.Forecasting;
using Tollama.Core.Synthesis;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/generate</c> (contract/http-api §18.9), valid.</summary>
public sealed record GenerateBody
{
    /// <summary>1 to 32 sources, ids unique, at least 3 points each.</summary>
    public required IReadOnlyList<SeriesInput> Series { get; init; }

    /// <summary>Series a source, 1 to 50.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Points of each, 3 to 5000; null for as many as the source has.</summary>
    public int? Length { get; init; }

    /// <summary>Seed of the random numbers.</summary>
    public long Seed { get; init; }

    /// <summary>How far they may stray.</summary>
    public SynthesisVariation Variation { get; init; } = new();
}
