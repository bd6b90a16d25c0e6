using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.TimesFm;

/// <summary>A loaded TimesFM 2.5: requests in, median and quantiles out.</summary>
internal sealed class TimesFmForecaster : NetworkForecaster<TimesFmJob>
{
    private readonly TimesFmConfig _config;
    private readonly TimesFmDecoder _decoder;
    private readonly TimesFmRegression _regression;
    private readonly int _maxContext;

    public TimesFmForecaster(TimesFmNetwork network, int maxContext, ForecasterTraits traits)
        : base(network, traits)
    {
        _config = network.Config;
        _maxContext = maxContext;
        _decoder = new TimesFmDecoder(network);
        _regression = new TimesFmRegression(_config, _decoder);
    }

    /// <inheritdoc/>
    public override ForecastRequest? Separate(ForecastRequest request) =>
        CovariateNames.AreNone(request) ? request : null;

    /// <inheritdoc/>
    protected override TimesFmJob Prepare(ForecastRequest request)
    {
        TimesFmRequest.Check(request);
        TimesFmRequest.CheckLimits(request, _config, _maxContext);
        var warnings = new List<string>();
        TimesFmRequest.RequireFit(request, _maxContext);
        return new TimesFmJob
        {
            Request = request,
            Settings = TimesFmRequest.Settings(request, _maxContext),
            Series = [.. request.Series.Select(LastPoints)],
            Covariates = TimesFmCovariates.Collect(request, _maxContext, warnings),
            Warnings = warnings,
        };
    }

    private double[] LastPoints(SeriesInput series)
    {
        var target = series.Target.Span;
        return target[Math.Max(0, target.Length - _maxContext)..].ToArray();
    }

    /// <inheritdoc/>
    protected override void Run(IReadOnlyList<TimesFmJob> jobs, CancellationToken cancellation)
    {
        foreach (var job in jobs.Where(job => !job.Covariates.IsEmpty))
        {
            RunWithCovariates(job, cancellation);
        }

        var plain = jobs.Where(job => job.Channels.Count == 0);
        foreach (var group in plain.GroupBy(job => (job.Settings, job.Request.Horizon)))
        {
            RunPlain([.. group], group.Key.Settings, group.Key.Horizon, cancellation);
        }
    }

    private void RunWithCovariates(TimesFmJob job, CancellationToken cancellation)
    {
        var parameters = job.Request.Parameters.TimesFm ?? new TimesFmParameters();
        var plan = new TimesFmPlan(parameters.XregMode, parameters.Ridge, job.Request.Horizon, job.Settings);
        try
        {
            job.Channels = _regression.Forecast(job.Series, job.Covariates, plan, cancellation);
        }
        catch (TollamaException failure) when (!job.Request.Parameters.IsStrict)
        {
            job.Warnings.Add(
                $"The covariates could not be used, so the forecast is of the target alone: {failure.Message}");
        }
    }

    private void RunPlain(
        IReadOnlyList<TimesFmJob> jobs, TimesFmSettings settings, int horizon, CancellationToken cancellation)
    {
        int context = _config.RoundContext(settings.MaxContext);
        var windows = jobs.SelectMany(job => job.Series)
            .Select(values => TimesFmWindow.Create(values, context, settings.NormalizeInputs)).ToArray();
        var forecasts = _decoder.Forecast(windows, horizon, settings, cancellation);
        int next = 0;
        foreach (var job in jobs)
        {
            job.Channels = [.. job.Series.Select(_ => AllChannels(forecasts[next++]))];
        }
    }

    private double[][] AllChannels(TimesFmForecast forecast) =>
        [.. Enumerable.Range(0, _config.Channels).Select(forecast.Channel)];

    /// <inheritdoc/>
    protected override ForecastResult Finish(TimesFmJob job)
    {
        var columns = new ForecastColumns(job.Request, hasQuantiles: true);
        for (int i = 0; i < job.Request.Series.Count; i++)
        {
            var series = job.Request.Series[i];
            double[][] channels = job.Channels[i];
            columns.Add(series, FutureGrid.FirstStep(series), block =>
            {
                channels[TimesFmDecoder.Median].CopyTo(block.Mean);
                for (int q = 0; q < block.Levels; q++)
                {
                    channels[TimesFmRequest.Channel(job.Request.Quantiles[q])].CopyTo(block[q]);
                }
            });
        }

        return columns.ToResult() with
        {
            Warnings = job.Warnings,
            Usage = new JsonObject { ["implementation"] = "timesfm_2p5_torch" },
        };
    }
}
