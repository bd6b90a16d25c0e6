using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.Chronos2;

/// <summary>A loaded Chronos-2: requests in, median and quantiles out.</summary>
internal sealed class Chronos2Forecaster : NetworkForecaster<Chronos2Job>
{
    private const double Median = 0.5;

    private readonly Chronos2Network _network;
    private readonly QuantileLevels _levels;

    /// <summary>Serves a network, which it owns.</summary>
    public Chronos2Forecaster(Chronos2Network network, DeviceId device)
        : base(
            network,
            new ForecasterTraits
            {
                IsConcurrent = true,
                ResidentBytes = network.WeightBytes,
                PreferredBatch = 32,
                Device = device.ToString(),
            })
    {
        _network = network;
        _levels = new QuantileLevels(network.Config.Quantiles);
    }

    /// <inheritdoc/>
    public override ForecastRequest? Separate(ForecastRequest request) => CovariateNames.AreEqual(request) ? request : null;

    /// <inheritdoc/>
    protected override Chronos2Job Prepare(ForecastRequest request) => Chronos2Job.Prepare(request, _network.Config);

    /// <inheritdoc/>
    protected override void Run(IReadOnlyList<Chronos2Job> jobs, CancellationToken cancellationToken) =>
        Chronos2Rollout.Run(_network, [.. jobs.SelectMany(job => job.Tasks)], cancellationToken);

    /// <inheritdoc/>
    protected override ForecastResult Finish(Chronos2Job job)
    {
        var forecasts = job.Series.Select((series, i) => Answer(job.Request, series, job.Tasks[i].Quantiles));
        return new ForecastResult
        {
            Forecasts = [.. forecasts],
            Warnings = job.Warnings,
            Usage = new JsonObject
            {
                ["runner"] = "tollama-torch",
                ["series_count"] = job.Series.Count,
                ["horizon"] = job.Request.Horizon,
            },
        };
    }

    private SeriesForecast Answer(ForecastRequest request, SeriesInput series, float[][] trained) =>
        ForecastColumns.Assemble(
            request,
            series,
            FutureGrid.FirstStep(series),
            _levels.At(trained, Median),
            [.. request.Quantiles.Select(level => _levels.At(trained, level))]);
}
