namespace Tollama.Grains.Contracts;

/// <summary>How big a forecast is: what the memory of its engine call grows with.</summary>
/// <param name="Series">Series.</param>
/// <param name="Context">Steps of the longest one.</param>
/// <param name="Horizon">Steps to forecast.</param>
/// <param name="Samples">Samples or quantiles of a step, at least 1.</param>
public sealed record RunShape(int Series, int Context, int Horizon, int Samples)
{
    /// <summary>Nothing.</summary>
    public static RunShape None { get; } = new(0, 0, 0, 0);

    /// <summary>Both in one engine call.</summary>
    public RunShape With(RunShape other) => new(
        Series + other.Series,
        Math.Max(Context, other.Context),
        Math.Max(Horizon, other.Horizon),
        Math.Max(Samples, other.Samples));

    /// <summary>The larger of both in each direction.</summary>
    public RunShape Or(RunShape other) => With(other) with { Series = Math.Max(Series, other.Series) };
}
