namespace Tollama.Core.Analysis;

/// <summary>A rough test whether a series keeps its level and spread (contract/http-api §13).</summary>
public static class Stationarity
{
    /// <summary>Fewest values for an answer.</summary>
    public const int MinimumLength = 8;

    /// <summary>Compares the two halves; null with fewer than eight values.</summary>
    public static bool? Check(ReadOnlySpan<double> values)
    {
        if (values.Length < MinimumLength)
        {
            return null;
        }

        var first = values[..(values.Length / 2)];
        var second = values[(values.Length / 2)..];
        double scale = Math.Max(
            Math.Max(Math.Abs(Statistics.Mean(values)), Math.Sqrt(Statistics.Variance(values))), 1);
        double shift = Math.Abs(Statistics.Mean(first) - Statistics.Mean(second)) / scale;
        return shift <= 0.25 && VarianceRatio(Statistics.Variance(first), Statistics.Variance(second)) <= 2.5;
    }

    private static double VarianceRatio(double first, double second)
    {
        const double Nothing = 1e-12;
        double smaller = Math.Min(first, second);
        double larger = Math.Max(first, second);
        if (larger <= Nothing)
        {
            return 1;
        }

        return smaller <= Nothing ? double.PositiveInfinity : larger / smaller;
    }
}
