using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Serving;

namespace Tollama.Models.Toto;

/// <summary>What Toto accepts, and how a request becomes rows (covariates-and-families §4.6).</summary>
internal static class TotoRequest
{
    /// <summary>Refuses what no Toto serves.</summary>
    /// <exception cref="TollamaException">BadRequest.</exception>
    public static void Check(ForecastRequest request, TotoLimits limits)
    {
        if (request.Horizon > limits.Horizon)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Horizon {request.Horizon} exceeds {limits.Horizon}, the limit of this model; lower it.");
        }

        var options = TotoOptions.Read(request, limits);
        ForecastBudget.RequireAnswer(request, options.FollowsMean ? 1 : options.Sampling.Samples);
        foreach (var series in request.Series)
        {
            if (series.Target.Count < 2)
            {
                throw new TollamaException(
                    ErrorCode.BadRequest,
                    $"Series '{series.Id}' has {series.Target.Count} point; Toto needs at least 2.");
            }

            if (series.PastCovariates.FirstOrDefault(covariate => !covariate.IsNumeric) is { } text)
            {
                throw new TollamaException(
                    ErrorCode.BadRequest,
                    $"Covariate '{text.Name}' of series '{series.Id}' is text; Toto takes numbers only.");
            }

            _ = TotoInterval.FirstStep(series, limits.Context);
        }
    }

    /// <summary>
    /// Refuses more covariates than memory holds: the variates of a series see each other, so that they cannot be
    /// split.
    /// </summary>
    /// <exception cref="TollamaException">BadRequest: says how many fit.</exception>
    public static void RequireFit(ForecastRequest request, TotoLimits limits, TotoConfig config)
    {
        var options = TotoOptions.Read(request, limits);
        double paths =
            (options.FollowsMean ? 1.0 : options.Sampling.Samples) * request.Horizon * ForecastBudget.SampleBytes;
        foreach (var series in request.Series)
        {
            // a part of one, and a label
            int patches = (Math.Min(series.Target.Count, limits.Context) / config.Patch) + 2;
            double layer =
                patches * sizeof(float) * ((2.0 * config.TimeLayers.Count() * config.Width) + (4.0 * config.Hidden));
            ForecastBudget.Require(
                "covariates",
                series.PastCovariates.Count,
                count =>
                    ((count + 1) * (layer + paths + ForecastBudget.AttentionBytes(1, patches, config.Heads)))
                    + ForecastBudget.AttentionBytes(patches, count + 1, config.Heads));
        }
    }

    /// <summary>Turns a request into rows.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">Limits of the installed model.</param>
    /// <param name="config">The checkpoint's config.</param>
    /// <param name="knowsFuture">
    /// Whether the checkpoint takes covariates of the horizon; else they are left out with a warning.
    /// </param>
    public static TotoJob Pack(ForecastRequest request, TotoLimits limits, TotoConfig config, bool knowsFuture)
    {
        Check(request, limits);
        var warnings = new List<string>();
        if (!knowsFuture && request.Series.Any(series => series.FutureCovariates.Count > 0))
        {
            warnings.Add("Toto does not take covariates of the horizon; they were ignored.");
        }

        if (request.Series.Any(series => series.StaticCovariates.Count > 0))
        {
            warnings.Add("Toto does not take static covariates; they were ignored.");
        }

        var options = TotoOptions.Read(request, limits);
        RequireFit(request, limits, config);
        return new TotoJob
        {
            Request = request,
            Options = options,
            Rows =
            [
                .. request.Series.Select(series => Row(series, request.Horizon, limits.Context, config, knowsFuture)),
            ],
            Starts = [.. request.Series.Select(series => TotoInterval.FirstStep(series, limits.Context))],
            Warnings = warnings,
        };
    }

    private static TotoRow Row(SeriesInput series, int horizon, int context, TotoConfig config, bool knowsFuture)
    {
        var past = series.PastCovariates.OrderBy(covariate => covariate.Name, StringComparer.Ordinal)
            .ToLookup(covariate => knowsFuture && Future(series, covariate.Name) is not null);
        TotoVariate[] variates =
        [
            TotoVariate.Target(Last(series.Target, context), config),
            // Check: numeric
            .. past[false].Select(covariate => TotoVariate.Target(Last(covariate.Numbers!, context), config)),
            .. past[true]
                .Select(covariate =>
                    TotoVariate.Exogenous(
                        [.. Last(covariate.Numbers!, context), .. Future(series, covariate.Name)!.Span],
                        horizon,
                        config)
                ), // as grouped
        ];
        return new TotoRow(variates, new long[variates.Length]);
    }

    private static NumberColumn? Future(SeriesInput series, string name) => series.FutureCovariates
        .FirstOrDefault(covariate => string.Equals(covariate.Name, name, StringComparison.Ordinal))?.Numbers;

    private static ReadOnlySpan<double> Last(NumberColumn column, int count) =>
        column.Span[Math.Max(0, column.Count - count)..];
}
