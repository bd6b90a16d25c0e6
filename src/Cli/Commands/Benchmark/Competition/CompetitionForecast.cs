namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>A model's answer for one series of the competition.</summary>
/// <param name="Mean">Point forecast, <c>(h)</c>.</param>
/// <param name="Quantiles">Forecasts by level, each <c>(h)</c>; empty where the model has no intervals.</param>
/// <param name="Seconds">Time from request to answer, without loading the model.</param>
internal sealed record CompetitionForecast(
    double[] Mean, IReadOnlyDictionary<double, double[]> Quantiles, double Seconds)
{
    /// <summary>The first warning of the answer, such as that a search met its deadline; null without any.</summary>
    public string? Warning { get; init; }
}
