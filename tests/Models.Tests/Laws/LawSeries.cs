using Tollama.Core.Forecasting;

namespace Tollama.Models.Tests.Laws;

/// <summary>Series to try laws on.</summary>
internal static class LawSeries
{
    /// <summary>Waves and noise around 50, daily.</summary>
    public static SeriesInput Waves(string id, int length, int seed)
    {
        var random = new Random(seed);
        return Of(id, [.. Enumerable.Range(0, length).Select(t => (10 * Math.Sin(t / 3.0)) + random.Next(8) + 50)]);
    }

    /// <summary>Given values, daily.</summary>
    public static SeriesInput Of(string id, double[] values) => new()
    {
        Id = id,
        Freq = "D",
        Timestamps = TimestampColumn.FromStrings([.. Enumerable.Range(0, values.Length).Select(
            t => new DateOnly(2024, 1, 1).AddDays(t).ToString("yyyy-MM-dd", null))]),
        Target = new NumberColumn(values),
    };

    /// <summary>The same series with other values.</summary>
    public static SeriesInput Map(SeriesInput series, Func<double, double> map) =>
        series with { Target = new NumberColumn(series.Target.Values.ToArray().Select(map).ToArray()) };

    /// <summary>Greatest minus least value.</summary>
    public static double Span(SeriesInput series)
    {
        double[] values = [.. series.Target.Values.ToArray().Where(double.IsFinite)];
        return values.Max() - values.Min();
    }
}
