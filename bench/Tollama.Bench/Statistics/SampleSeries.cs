namespace Tollama.Bench.Statistics;

/// <summary>Series in the manner of the M4 competition's, made from a seed.</summary>
internal static class SampleSeries
{
    private const int Day = 24;
    private const int WeekHours = 168;

    /// <summary>A positive walk with drift whose steps grow with the level: weekly business data.</summary>
    /// <param name="seed">Which series.</param>
    /// <param name="count">Number of observations.</param>
    public static double[] Walk(int seed, int count)
    {
        var random = new Random(seed);
        double drift = 0.002 * Normal(random);
        double volatility = 0.01 + 0.04 * random.NextDouble();
        double noise = volatility * random.NextDouble();
        double level = Math.Exp(4.0 + 3.0 * random.NextDouble());
        double[] y = new double[count];
        for (int t = 0; t < count; t++)
        {
            level *= Math.Exp(drift + volatility * Normal(random));
            y[t] = level * Math.Exp(noise * Normal(random));
        }

        return y;
    }

    /// <summary>A daily profile, calmer at week-ends, on a level that wanders: hourly demand.</summary>
    /// <param name="seed">Which series.</param>
    /// <param name="count">Number of observations.</param>
    public static double[] Hourly(int seed, int count)
    {
        var random = new Random(seed);
        double amplitude = 0.15 + 0.35 * random.NextDouble();
        double weekend = 0.3 * random.NextDouble();
        double wander = 0.005 * random.NextDouble();
        double noise = 0.02 + 0.05 * random.NextDouble();
        double[] profile = [.. Enumerable.Range(0, Day).Select(hour =>
            1.0 + amplitude * Math.Sin(2.0 * Math.PI * (hour - 6) / Day) + 0.1 * amplitude * Normal(random))];
        double level = Math.Exp(3.0 + 5.0 * random.NextDouble());
        double disturbance = 0.0;
        double[] y = new double[count];
        for (int t = 0; t < count; t++)
        {
            level *= Math.Exp(wander * Normal(random));
            disturbance = 0.7 * disturbance + noise * Normal(random);
            double week = t % WeekHours >= 5 * Day ? 1.0 - weekend : 1.0;
            y[t] = level * week * profile[t % Day] * Math.Exp(disturbance);
        }

        return y;
    }

    /// <summary>Mostly zeros, now and then a small count.</summary>
    /// <param name="seed">Which series.</param>
    /// <param name="count">Number of observations.</param>
    public static double[] Intermittent(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < 0.3 ? 1.0 + random.Next(5) : 0.0)];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble())) * Math.Cos(2.0 * Math.PI * random.NextDouble());
}
