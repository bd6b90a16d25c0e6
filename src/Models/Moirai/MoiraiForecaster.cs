using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.Moirai;

/// <summary>A loaded Moirai 2: requests in, median and quantiles out.</summary>
internal sealed class MoiraiForecaster : NetworkForecaster<MoiraiJob>
{
    private readonly MoiraiConfig _config;
    private readonly MoiraiDecoder _decoder;
    private readonly int _defaultContext;

    public MoiraiForecaster(MoiraiNetwork network, int defaultContext, ForecasterTraits traits)
        : base(network, traits)
    {
        _defaultContext = defaultContext;
        _config = network.Config;
        _decoder = new MoiraiDecoder(network);
    }

    /// <inheritdoc/>
    public override ForecastRequest? Separate(ForecastRequest request) =>
        CovariateNames.AreEqual(request) ? MoiraiRequest.WithContext(request, _defaultContext) : null;

    /// <inheritdoc/>
    protected override MoiraiJob Prepare(ForecastRequest request) =>
        MoiraiRequest.Pack(request, _config, _defaultContext);

    /// <summary>Rows of equal shape share calls, whichever request they belong to.</summary>
    protected override void Run(IReadOnlyList<MoiraiJob> jobs, CancellationToken cancellation)
    {
        foreach (var group in jobs.GroupBy(job => (job.Rows[0].Span, job.Rows[0].Variates.Count)))
        {
            var rows = group.SelectMany(job => job.Rows).ToArray();
            double[][][] levels = _decoder.Forecast(rows, group.Max(job => job.BatchSize), cancellation);
            int next = 0;
            foreach (var job in group)
            {
                job.Levels = levels[next..(next + job.Rows.Count)];
                next += job.Rows.Count;
            }
        }
    }

    /// <inheritdoc/>
    protected override ForecastResult Finish(MoiraiJob job)
    {
        var columns = new ForecastColumns(job.Request, hasQuantiles: true);
        for (int i = 0; i < job.Rows.Count; i++)
        {
            var series = job.Request.Series[i];
            double[][] rows = job.Levels[i];
            columns.Add(series, FirstStep(series), block =>
            {
                MoiraiQuantiles.Read(_config.Levels, rows, 0.5, block.Mean);
                for (int q = 0; q < block.Levels; q++)
                {
                    MoiraiQuantiles.Read(_config.Levels, rows, job.Request.Quantiles[q], block[q]);
                }
            });
        }

        return columns.ToResult() with
        {
            Usage = new JsonObject { ["implementation"] = "moirai_2p0", ["context_length"] = job.Context },
        };
    }

    /// <summary>
    /// The data set of the official pipeline counts its grid from the first observation, whatever the stamps in between
    /// say.
    /// </summary>
    private static string FirstStep(SeriesInput series)
    {
        if (!Frequency.TryParse(series.Freq, out var frequency))
        {
            return FutureGrid.FirstStep(series); // which refuses the freq by name
        }

        var first = FutureGrid.Timestamp(series, 0);
        var dates = FrequencyGrid.Future(first, frequency, series.Timestamps.Count)
            ?? throw new TollamaException(
                ErrorCode.BadRequest,
                $"The grid of series '{series.Id}' leaves the calendar; check its freq and timestamps.");
        return TimestampText.Format(dates[^1]);
    }
}
