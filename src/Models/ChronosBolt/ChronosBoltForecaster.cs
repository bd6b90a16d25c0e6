using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.ChronosBolt;

/// <summary>A loaded Chronos-Bolt: requests in, median and quantiles out. Covariates are ignored.</summary>
internal sealed class ChronosBoltForecaster : NetworkForecaster<ChronosBoltJob>
{
    private const double Median = 0.5;

    private readonly ChronosBoltNetwork _network;

    /// <summary>Serves a network, which it owns.</summary>
    public ChronosBoltForecaster(ChronosBoltNetwork network, DeviceId device)
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
    }

    /// <inheritdoc/>
    public override ForecastRequest? Separate(ForecastRequest request) => request;

    /// <inheritdoc/>
    protected override ChronosBoltJob Prepare(ForecastRequest request) => ChronosBoltJob.Prepare(request);

    /// <inheritdoc/>
    protected override void Run(IReadOnlyList<ChronosBoltJob> jobs, CancellationToken cancellationToken)
    {
        var answers = ChronosBoltRollout.Run(
            _network,
            [.. jobs.SelectMany(job => job.Targets)],
            [.. jobs.SelectMany(job => job.Targets.Select(_ => job.Request.Horizon))],
            cancellationToken);
        int start = 0;
        foreach (var job in jobs)
        {
            job.Quantiles = answers[start..(start + job.Targets.Count)];
            start += job.Targets.Count;
        }
    }

    /// <inheritdoc/>
    protected override ForecastResult Finish(ChronosBoltJob job) => new()
    {
        Forecasts = [.. job.Series.Select((series, i) => Answer(job.Request, series, job.Quantiles[i]))],
        Usage = new JsonObject
        {
            ["runner"] = "tollama-torch",
            ["series_count"] = job.Series.Count,
            ["horizon"] = job.Request.Horizon,
        },
    };

    private SeriesForecast Answer(ForecastRequest request, SeriesInput series, float[][] trained)
    {
        var levels = _network.Config.Quantiles;
        int median = levels.IndexOf(Median);
        double[] mean = median >= 0 ? Widen(trained[median]) : Interpolate(trained, Median);
        return ForecastColumns.Assemble(
            request, series, FutureGrid.FirstStep(series), mean, ReadOut(request.Quantiles, trained, levels));
    }

    /// <summary>
    /// Trained levels as they are when only such are asked for; as soon as one other is among them, all are read from the
    /// sorted trained values, so that a trained level may then have another value (the official code's rule).
    /// </summary>
    private static double[][] ReadOut(IReadOnlyList<double> wanted, float[][] trained, ImmutableArray<double> levels) =>
        wanted.All(level => levels.Contains(level))
            ? [.. wanted.Select(level => Widen(trained[levels.IndexOf(level)]))]
            : [.. wanted.Select(level => Interpolate(trained, level))];

    // The trained values with the first and the last one repeated, as if their levels were equally spaced over [0, 1].
    private static double[] Interpolate(float[][] trained, double level)
    {
        double[] values = new double[trained[0].Length];
        float[] sorted = new float[trained.Length + 2];
        for (int t = 0; t < values.Length; t++)
        {
            sorted[0] = trained[0][t];
            sorted[^1] = trained[^1][t];
            for (int q = 0; q < trained.Length; q++)
            {
                sorted[q + 1] = trained[q][t];
            }

            Array.Sort(sorted);
            values[t] = EmpiricalQuantiles.At(sorted, level);
        }

        return values;
    }

    private static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];
}
