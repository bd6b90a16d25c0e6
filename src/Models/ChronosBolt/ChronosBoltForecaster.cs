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
    public ChronosBoltForecaster(ChronosBoltNetwork network, ForecasterTraits traits)
        : base(network, traits)
    {
        _network = network;
    }

    /// <inheritdoc/>
    public override ForecastRequest? Separate(ForecastRequest request) => request;

    /// <inheritdoc/>
    protected override ChronosBoltJob Prepare(ForecastRequest request) => ChronosBoltJob.Prepare(request);

    /// <inheritdoc/>
    protected override void Run(IReadOnlyList<ChronosBoltJob> jobs, CancellationToken cancellation)
    {
        var answers = ChronosBoltRollout.Run(
            _network,
            [.. jobs.SelectMany(job => job.Targets)],
            [.. jobs.SelectMany(job => job.Targets.Select(_ => job.Request.Horizon))],
            cancellation);
        int start = 0;
        foreach (var job in jobs)
        {
            job.Quantiles = answers[start..(start + job.Targets.Count)];
            start += job.Targets.Count;
        }
    }

    /// <inheritdoc/>
    protected override ForecastResult Finish(ChronosBoltJob job)
    {
        var columns = new ForecastColumns(job.Request, hasQuantiles: true);
        for (int i = 0; i < job.Series.Count; i++)
        {
            float[][] trained = job.Quantiles[i];
            columns.Add(job.Series[i], FutureGrid.NextStep(job.Series[i]), block => Fill(block, job.Request, trained));
        }

        return columns.ToResult() with
        {
            Usage = new JsonObject
            {
                ["runner"] = "tollama-torch",
                ["series_count"] = job.Series.Count,
                ["horizon"] = job.Request.Horizon,
            },
        };
    }

    /// <summary>
    /// Trained levels as they are when only such are asked for; as soon as one other is among them, all are read from
    /// the sorted trained values, so that a trained level may then have another value (the official code's rule).
    /// </summary>
    private void Fill(ColumnBlock block, ForecastRequest request, float[][] trained)
    {
        var levels = _network.Config.Quantiles;
        Read(block.Mean, trained, Median, levels.IndexOf(Median));
        bool areAllTrained = request.Quantiles.All(level => levels.Contains(level));
        for (int q = 0; q < block.Levels; q++)
        {
            double level = request.Quantiles[q];
            Read(block[q], trained, level, areAllTrained ? levels.IndexOf(level) : -1);
        }
    }

    // The trained values with the first and the last one repeated, as if their levels were equally spaced over [0, 1].
    private static void Read(Span<double> column, float[][] trained, double level, int exact)
    {
        float[] sorted = new float[trained.Length + 2];
        for (int t = 0; t < column.Length; t++)
        {
            if (exact >= 0)
            {
                column[t] = trained[exact][t];
                continue;
            }

            sorted[0] = trained[0][t];
            sorted[^1] = trained[^1][t];
            for (int q = 0; q < trained.Length; q++)
            {
                sorted[q + 1] = trained[q][t];
            }

            Array.Sort(sorted);
            column[t] = EmpiricalQuantiles.At(sorted, level);
        }
    }
}
