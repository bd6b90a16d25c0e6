using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.Chronos2;

/// <summary>A loaded Chronos-2: requests in, median and quantiles out.</summary>
internal sealed class Chronos2Forecaster : IForecaster
{
    private const double Median = 0.5;

    private readonly Chronos2Network _network;
    private readonly QuantileLevels _levels;
    private readonly SharedRun<Chronos2Job> _shared;

    /// <summary>Serves a network, which it owns.</summary>
    public Chronos2Forecaster(Chronos2Network network, DeviceId device)
    {
        _network = network;
        _levels = new QuantileLevels(network.Config.Quantiles);
        _shared = new SharedRun<Chronos2Job>
        {
            Prepare = request => Chronos2Job.Prepare(request, network.Config),
            Run = Run,
            Finish = Finish,
        };
        Traits = new ForecasterTraits
        {
            IsConcurrent = true,
            ResidentBytes = network.WeightBytes,
            PreferredBatch = 32,
            Device = device.ToString(),
        };
    }

    /// <inheritdoc/>
    public ForecasterTraits Traits { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken) =>
        _shared.ForecastAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _network.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Run(IReadOnlyList<Chronos2Job> jobs, CancellationToken cancellationToken) =>
        Chronos2Rollout.Run(_network, [.. jobs.SelectMany(job => job.Tasks)], cancellationToken);

    private ForecastResult Finish(Chronos2Job job)
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
