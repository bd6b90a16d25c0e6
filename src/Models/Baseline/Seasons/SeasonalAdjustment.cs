using Tollama.Models.Baseline.Decomposition;

namespace Tollama.Models.Baseline.Seasons;

/// <summary>A series without its season, and how to put the season back into a forecast.</summary>
internal sealed class SeasonalAdjustment
{
    private readonly double[] _figure;
    private readonly int _count;

    private SeasonalAdjustment(ReadOnlyMemory<double> adjusted, double[] figure, bool isMultiplicative)
    {
        Adjusted = adjusted;
        _figure = figure;
        _count = adjusted.Length;
        IsMultiplicative = isMultiplicative;
    }

    /// <summary>The series without season, <c>(n)</c>.</summary>
    public ReadOnlyMemory<double> Adjusted { get; }

    /// <summary>Whether there is a season at all.</summary>
    public bool IsSeasonal => _figure.Length > 0;

    /// <summary>Whether seasons are factors.</summary>
    public bool IsMultiplicative { get; }

    /// <summary>A series that stays as it is.</summary>
    public static SeasonalAdjustment None(ReadOnlyMemory<double> y) => new(y, [], false);

    /// <summary>Takes a season out.</summary>
    /// <param name="y">Observations.</param>
    /// <param name="figure">Factors or terms by position in the season, from <see
    /// cref="ClassicalDecomposition"/>.</param>
    /// <param name="isMultiplicative">Whether the figure holds factors.</param>
    public static SeasonalAdjustment By(ReadOnlyMemory<double> y, double[] figure, bool isMultiplicative)
    {
        double[] adjusted = y.ToArray();
        for (int t = 0; t < adjusted.Length; t++)
        {
            double s = figure[t % figure.Length];
            adjusted[t] = isMultiplicative ? adjusted[t] / s : adjusted[t] - s;
        }

        return new SeasonalAdjustment(adjusted, figure, isMultiplicative);
    }

    /// <summary>Puts the season back, repeating the last cycle; in place.</summary>
    public void Restore(Span<double> forecast)
    {
        for (int k = 0; k < forecast.Length && IsSeasonal; k++)
        {
            double s = _figure[(_count + k) % _figure.Length];
            forecast[k] = IsMultiplicative ? forecast[k] * s : forecast[k] + s;
        }
    }
}
