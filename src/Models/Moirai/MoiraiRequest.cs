using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Serving;

namespace Tollama.Models.Moirai;

/// <summary>What Moirai accepts, and how a request becomes packed rows (covariates-and-families §4.4).</summary>
internal static class MoiraiRequest
{
    /// <summary>Context of the original daemon.</summary>
    public const int DefaultContext = 1680;

    private const int DefaultBatch = 32;

    /// <summary>Refuses options, series and covariates that no Moirai 2 checkpoint serves.</summary>
    /// <exception cref="TollamaException">BadRequest.</exception>
    public static void Check(ForecastRequest request)
    {
        foreach (string option in new[] { "num_samples", "patch_size" })
        {
            if (request.Options.TryGet(option, out _))
            {
                throw new TollamaException(
                    ErrorCode.BadRequest,
                    $"Moirai 2 has no option '{option}': it is deterministic with a fixed patch; leave it out.");
            }
        }

        _ = ContextOption(request);
        _ = BatchSize(request);
        foreach (var series in request.Series)
        {
            if (series.Target.Count < 2)
            {
                throw new TollamaException(
                    ErrorCode.BadRequest,
                    $"Series '{series.Id}' has {series.Target.Count} point; Moirai needs at least 2.");
            }

            if (series.PastCovariates.FirstOrDefault(covariate => !covariate.IsNumeric) is { } text)
            {
                throw new TollamaException(
                    ErrorCode.BadRequest,
                    $"Covariate '{text.Name}' of series '{series.Id}' is text; Moirai takes numbers only.");
            }
        }
    }

    /// <summary>The context of a request: option or default, at most the shortest history, at least 2.</summary>
    public static int Context(int? option, int fallback, IEnumerable<int> lengths) =>
        Math.Max(2, Math.Min(option ?? (fallback > 0 ? fallback : DefaultContext), lengths.Min()));

    /// <summary>
    /// The request with the context of all its series as its option, so that some of them alone read as much.
    /// </summary>
    public static ForecastRequest WithContext(ForecastRequest request, int defaultContext) =>
        request with { Options = request.Options.With("context_length", Context(request, defaultContext)) };

    /// <summary>
    /// Refuses more covariates than memory holds: the variates of a series see each other, so that they cannot be
    /// split.
    /// </summary>
    /// <exception cref="TollamaException">BadRequest: says how many fit.</exception>
    public static void RequireFit(ForecastRequest request, MoiraiConfig config, int defaultContext)
    {
        var span = SpanOf(request, config, defaultContext);
        double patches = span.ContextPatches + span.FuturePatches;
        ForecastBudget.Require("covariates", CovariateNames(request).Length, count =>
            ForecastBudget.AttentionBytes(1, (count + 1) * patches, config.Heads)
            + ((count + 1) * patches * 4 * sizeof(float) * (config.Width + config.Hidden)));
    }

    /// <summary>Packs a request.</summary>
    public static MoiraiJob Pack(ForecastRequest request, MoiraiConfig config, int defaultContext)
    {
        Check(request);
        RequireFit(request, config, defaultContext);
        var span = SpanOf(request, config, defaultContext);
        string[] names = CovariateNames(request);
        return new MoiraiJob
        {
            Request = request,
            Context = span.Context,
            BatchSize = BatchSize(request),
            Rows = [.. request.Series.Select(series => Row(series, names, span))],
        };
    }

    private static int Context(ForecastRequest request, int defaultContext) => Context(
        ContextOption(request), defaultContext, request.Series.Select(series => series.Target.Count));

    private static MoiraiSpan SpanOf(ForecastRequest request, MoiraiConfig config, int defaultContext) => new(
        config.Patch,
        Context(request, defaultContext),
        request.Horizon);

    private static string[] CovariateNames(ForecastRequest request) =>
        [.. request.Series.SelectMany(series => series.PastCovariates.Select(covariate => covariate.Name))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static MoiraiRow Row(SeriesInput series, string[] names, MoiraiSpan span)
    {
        var (values, observed) = CausalMean.Impute(series.Target.Span);
        var target = MoiraiVariate.Target(values.AsSpan()[^span.Context..], observed.AsSpan()[^span.Context..], span);
        return new MoiraiRow(span, [target, .. names.Select(name => Covariate(series, name, span))]);
    }

    /// <summary>
    /// A covariate over context and horizon; what the series does not have is missing (contract §19 no. 21).
    /// </summary>
    private static MoiraiVariate Covariate(SeriesInput series, string name, MoiraiSpan span)
    {
        var column = new double[span.Context + span.Horizon];
        Array.Fill(column, double.NaN);
        if (Find(series.PastCovariates, name) is { } past)
        {
            past.Span[^span.Context..].CopyTo(column);
        }

        if (Find(series.FutureCovariates, name) is { } future)
        {
            future.Span[..span.Horizon].CopyTo(column.AsSpan(span.Context));
        }

        return MoiraiVariate.Covariate(column, span);
    }

    private static NumberColumn? Find(IReadOnlyList<Covariate> covariates, string name) =>
        covariates.FirstOrDefault(covariate => string.Equals(covariate.Name, name, StringComparison.Ordinal))?.Numbers;

    private static int? ContextOption(ForecastRequest request) =>
        request.Options.GetInt32("context_length", minimum: 1);

    private static int BatchSize(ForecastRequest request) =>
        request.Options.GetInt32("batch_size", minimum: 1) ?? DefaultBatch;
}
