using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Models.TimesFm;

/// <summary>
/// Numeric covariates of a request as the regression takes them: per name and series the window and the horizon
/// (covariates-and-families §4.3).
/// </summary>
internal sealed class TimesFmCovariates
{
    private TimesFmCovariates(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<double[]>> columns)
    {
        Names = names;
        Columns = columns;
    }

    /// <summary>Names by code point.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Per name, per series: values over window and horizon.</summary>
    public IReadOnlyList<IReadOnlyList<double[]>> Columns { get; }

    /// <summary>Whether there is anything to regress on.</summary>
    public bool IsEmpty => Names.Count == 0;

    /// <summary>Collects the covariates of all series.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">Points of history that are kept, as for the target.</param>
    /// <param name="warnings">Gets one warning per dropped name and per series that lacks a name.</param>
    /// <exception cref="TollamaException">
    /// BadRequest: a text covariate in strict mode, or kinds that differ between series.
    /// </exception>
    public static TimesFmCovariates Collect(ForecastRequest request, int context, List<string> warnings)
    {
        var names = request.Series.SelectMany(series => series.PastCovariates.Select(covariate => covariate.Name))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var kept = new List<string>();
        var columns = new List<IReadOnlyList<double[]>>();
        foreach (string name in names)
        {
            if (IsNumeric(request, name, warnings))
            {
                kept.Add(name);
                columns.Add([
                    .. request.Series.Select(series => Column(series, name, context, request.Horizon, warnings)),
                ]);
            }
        }

        return new TimesFmCovariates(kept, columns);
    }

    private static bool IsNumeric(ForecastRequest request, string name, List<string> warnings)
    {
        var kinds = request.Series.SelectMany(series => series.PastCovariates)
            .Where(covariate => string.Equals(covariate.Name, name, StringComparison.Ordinal))
            .Select(covariate => covariate.IsNumeric).Distinct().ToArray();
        if (kinds.Length > 1)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Covariate '{name}' is numeric in one series and text in another; make it one kind.");
        }

        if (kinds[0])
        {
            return true;
        }

        if (request.Parameters.IsStrict)
        {
            throw new TollamaException(
                ErrorCode.BadRequest, $"Covariate '{name}' is text; TimesFM takes numeric covariates only.");
        }

        warnings.Add($"Covariate '{name}' is categorical; TimesFM takes numeric covariates only, so it was dropped.");
        return false;
    }

    private static double[] Column(
        SeriesInput series, string name, int context, int horizon, List<string> warnings)
    {
        int window = Math.Min(context, series.Target.Count);
        var column = new double[window + horizon];
        var past = Find(series.PastCovariates, name);
        if (past is null)
        {
            warnings.Add($"Covariate '{name}' is missing on series '{series.Id}'; zeros were used for it.");
            return column;
        }

        past.Span[^window..].CopyTo(column);
        if (Find(series.FutureCovariates, name) is { } future)
        {
            future.Span[..horizon].CopyTo(column.AsSpan(window));
        }
        else
        {
            column.AsSpan(window).Fill(past.Span[^1]);
        }

        return column;
    }

    private static NumberColumn? Find(IReadOnlyList<Covariate> covariates, string name) =>
        covariates.FirstOrDefault(covariate => string.Equals(covariate.Name, name, StringComparison.Ordinal))?.Numbers;
}
