using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Models.Serving;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// A request made ready for the network, the way the official pipeline does it: window of the history, padding in
/// front, a standard scaler per column fitted on that window, rows in order of time.
/// </summary>
internal sealed class GraniteTtmJob
{
    private readonly TtmColumnScaler _target;

    private GraniteTtmJob(ForecastRequest request, TtmRow row, TtmColumnScaler target)
    {
        (Request, Row, _target) = (request, row, target);
    }

    /// <summary>The request.</summary>
    public ForecastRequest Request { get; }

    /// <summary>Its series for the network.</summary>
    public TtmRow Row { get; }

    /// <summary>Time of the first step.</summary>
    public required string StartTimestamp { get; init; }

    /// <summary>Rows put in front of a short history.</summary>
    public required int Padding { get; init; }

    /// <summary>Names of covariates with a known future, in channel order.</summary>
    public required IReadOnlyList<string> Control { get; init; }

    /// <summary>Names of covariates known in the past only, in channel order.</summary>
    public required IReadOnlyList<string> Conditional { get; init; }

    /// <summary>Refuses what no checkpoint of the family can serve.</summary>
    /// <exception cref="TollamaException">BadRequest.</exception>
    public static void Check(ForecastRequest request)
    {
        request.Options.GetString("device");
        if (request.Series.Count != 1)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Granite TTM forecasts one series a request, this one has {request.Series.Count}; send one request "
                    + "each."
            );
        }

        var series = request.Series[0];
        foreach (var covariate in series.PastCovariates.Concat(series.FutureCovariates))
        {
            if (!covariate.IsNumeric)
            {
                throw new TollamaException(
                    ErrorCode.BadRequest,
                    $"Covariate '{covariate.Name}' of series '{series.Id}' is categorical; Granite TTM takes numbers "
                        + "only."
                );
            }
        }
    }

    /// <summary>
    /// Refuses a horizon that this checkpoint cannot reach, and covariates that it has no channels for.
    /// </summary>
    /// <exception cref="TollamaException">
    /// BadRequest: the horizon, the limit, and the revision that reaches it.
    /// </exception>
    public static void CheckFit(ForecastRequest request, GraniteTtmConfig config)
    {
        if (request.Horizon > config.Horizon)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Horizon {request.Horizon} exceeds {config.Horizon}, the limit of this checkpoint; lower it"
                + GraniteTtmRevisions.AdviceFor(request.Series[0].Target.Count, request.Horizon));
        }

        TtmChannels.Of(request.Series[0]).RequireFit(request.Series[0], config);
    }

    /// <summary>Prepares a request.</summary>
    /// <exception cref="TollamaException">
    /// BadRequest: limits, covariates, timestamps or freq that cannot be served.
    /// </exception>
    public static GraniteTtmJob Create(ForecastRequest request, GraniteTtmConfig config)
    {
        Check(request);
        CheckFit(request, config);
        var series = request.Series[0];
        string start = FutureGrid.FirstStep(series);
        var channels = TtmChannels.Of(series);
        int[] window = TtmWindow.Rows(series, config.Context);
        int used = config.HasFixedChannels ? channels.Count : 1;
        float[] past = new float[config.Context * used];
        float[] future = new float[config.Horizon * used];
        var target = channels.Fill(0, used, window, past, future);
        for (int c = 1; c < used; c++)
        {
            channels.Fill(c, used, window, past, future);
        }

        var row = new TtmRow
        {
            Channels = used,
            Past = past,
            Future = future,
            Token = config.HasPrefix ? FrequencyToken.Of(series.Freq, config.Vocabulary) : 0,
            Forecast = new float[config.Horizon],
        };
        return new GraniteTtmJob(request, row, target)
        {
            StartTimestamp = start,
            Padding = Math.Max(0, config.Context - series.Target.Count),
            Control = channels.Control,
            Conditional = channels.Conditional,
        };
    }

    /// <summary>The forecast in the units of the target.</summary>
    public ForecastResult Answer()
    {
        var columns = new ForecastColumns(Request, hasQuantiles: false);
        columns.Add(Request.Series[0], StartTimestamp, block =>
        {
            for (int t = 0; t < block.Mean.Length; t++)
            {
                block.Mean[t] = _target.Restore(Row.Forecast[t]);
            }
        });
        return columns.ToResult();
    }
}
