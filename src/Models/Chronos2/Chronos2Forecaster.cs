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
    public Chronos2Forecaster(Chronos2Network network, ForecasterTraits traits)
        : base(network, traits)
    {
        _network = network;
        _levels = new QuantileLevels(network.Config.Quantiles);
    }

    /// <inheritdoc/>
    public override ForecastRequest? Separate(ForecastRequest request) =>
        CovariateNames.AreEqual(request) ? request : null;

    /// <inheritdoc/>
    protected override Chronos2Job Prepare(ForecastRequest request) => Chronos2Job.Prepare(request, _network.Config);

    /// <inheritdoc/>
    protected override void Run(IReadOnlyList<Chronos2Job> jobs, CancellationToken cancellation) =>
        Chronos2Rollout.Run(_network, [.. jobs.SelectMany(job => job.Tasks)], cancellation);

    /// <inheritdoc/>
    protected override ForecastResult Finish(Chronos2Job job)
    {
        var columns = new ForecastColumns(job.Request, hasQuantiles: true);
        for (int i = 0; i < job.Series.Count; i++)
        {
            float[][] trained = job.Tasks[i].Quantiles;
            columns.Add(job.Series[i], FutureGrid.NextStep(job.Series[i]), block =>
            {
                _levels.Read(trained, Median, block.Mean);
                for (int q = 0; q < block.Levels; q++)
                {
                    _levels.Read(trained, job.Request.Quantiles[q], block[q]);
                }
            });
        }

        return columns.ToResult() with
        {
            Warnings = job.Warnings,
            Usage = new JsonObject
            {
                ["runner"] = "tollama-torch",
                ["series_count"] = job.Series.Count,
                ["horizon"] = job.Request.Horizon,
            },
        };
    }
}
