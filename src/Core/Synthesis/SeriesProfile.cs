using Tollama.Core.Sampling;

namespace Tollama.Core.Synthesis;

/// <summary>
/// What synthetic series keep of their source: level, least-squares slope, season and noise (contract/http-api §18.9).
/// The season is the mean residual at each phase, centred; the noise is what is left.
/// </summary>
public sealed class SeriesProfile
{
    private const double LeastNoise = 1e-6;
    private const double NoiseShare = 0.05;

    private readonly double _level;
    private readonly double _slope;
    private readonly double[] _season;
    private readonly double _noise;
    private readonly bool _isNonNegative;

    /// <summary>Fits a source.</summary>
    /// <param name="values">At least one observation.</param>
    /// <param name="freq">Its offset alias, or <c>auto</c>.</param>
    public SeriesProfile(ReadOnlySpan<double> values, string freq)
    {
        double[] source = values.ToArray();
        _level = source.Average();
        _slope = Slope(source, _level);
        double[] residuals = [.. source.Select((value, i) => value - Trend(i, source.Length, 1, 1))];
        int period = SynthesisFrequency.Parse(freq).SeasonalPeriod(source.Length);
        _season = period > 1 ? Season(residuals, period) : [0];
        double[] rest = [.. residuals.Select((value, i) => value - _season[i % _season.Length])];
        _noise = Math.Max(Math.Max(Deviation(rest), Deviation(source) * NoiseShare), LeastNoise);
        _isNonNegative = source.All(value => value >= 0);
    }

    /// <summary>Draws a series.</summary>
    /// <param name="length">Number of values.</param>
    /// <param name="variation">How far it may stray.</param>
    /// <param name="noise">Random numbers of this one series.</param>
    /// <returns>Values with 6 decimals.</returns>
    public double[] Draw(int length, SynthesisVariation variation, NoiseStream noise)
    {
        double level = Jitter(ref noise, variation.LevelJitter);
        double slope = Jitter(ref noise, variation.TrendJitter);
        double season = Jitter(ref noise, variation.SeasonalityJitter);
        bool clips = variation.RespectNonNegative && _isNonNegative;
        var values = new double[length];
        for (int i = 0; i < length; i++)
        {
            double value = Trend(i, length, level, slope)
                + (_season[i % _season.Length] * season)
                + (noise.NextNormal() * _noise * variation.NoiseScale);
            values[i] = Math.Round(clips ? Math.Max(0, value) : value, 6);
        }

        return values;
    }

    private static double Jitter(ref NoiseStream noise, double most) => 1 + (((2 * noise.NextUniform()) - 1) * most);

    private double Trend(int index, int length, double levelFactor, double slopeFactor) =>
        (_level * levelFactor) + (_slope * slopeFactor * (index - ((length - 1) / 2.0)));

    private static double Slope(double[] values, double mean)
    {
        double centre = (values.Length - 1) / 2.0;
        double square = 0, product = 0;
        for (int i = 0; i < values.Length; i++)
        {
            square += (i - centre) * (i - centre);
            product += (i - centre) * (values[i] - mean);
        }

        return square > 0 ? product / square : 0;
    }

    private static double[] Season(double[] residuals, int period)
    {
        double[] phases = [.. Enumerable.Range(0, period).Select(phase =>
            residuals.Where((_, i) => i % period == phase).Average())];
        double centre = phases.Average();
        return [.. phases.Select(value => value - centre)];
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
