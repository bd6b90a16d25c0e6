using System.Globalization;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Chronos2;

/// <summary>
/// The covariate columns of a request. The official code puts all series of a call into one table, so the columns are
/// the names of all series together, each of one kind: a name that is text anywhere is categorical everywhere, and a
/// series that lacks a name has missing cells there, which are rows of its group all the same.
/// </summary>
internal sealed class CovariateTable
{
    private readonly List<(string Name, bool IsCategorical, bool IsKnownAhead)> _columns = [];
    private readonly int _horizon;

    /// <summary>Collects the columns.</summary>
    public CovariateTable(ForecastRequest request)
    {
        _horizon = request.Horizon;
        var ahead = request.Series
            .SelectMany(series => series.FutureCovariates)
            .Select(covariate => covariate.Name)
            .ToHashSet(StringComparer.Ordinal);
        var kinds = new Dictionary<string, bool>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (
            var covariate in request.Series.SelectMany(series => series.PastCovariates.Concat(series.FutureCovariates)))
        {
            if (kinds.TryAdd(covariate.Name, !covariate.IsNumeric))
            {
                names.Add(covariate.Name);
            }

            kinds[covariate.Name] |= !covariate.IsNumeric;
        }

        // Past-only columns come first, in the order in which the names appear.
        _columns.AddRange(
            names.Select(name => (name, kinds[name], ahead.Contains(name))).OrderBy(column => column.Item3));
    }

    /// <summary>Number of columns.</summary>
    public int Count => _columns.Count;

    /// <summary>The rows of one series, one per column: its past, and what is known of it over the horizon.</summary>
    /// <param name="series">The series.</param>
    /// <param name="target">Its target, rounded to single precision, as long as its history.</param>
    public IEnumerable<(float[] Past, float[] Future)> Rows(SeriesInput series, float[] target)
    {
        foreach (var (name, isCategorical, isKnownAhead) in _columns)
        {
            var past = Find(series.PastCovariates, name);
            var future = Find(series.FutureCovariates, name);
            yield return isCategorical
                ? Categorical(past, future, target, isKnownAhead)
                : (Numbers(past, target.Length), future is null ? [] : Numbers(future, _horizon));
        }
    }

    private (float[] Past, float[] Future) Categorical(
        Covariate? past, Covariate? future, float[] target, bool isKnownAhead)
    {
        string?[] categories = Categories(past, target.Length);
        var encoding = new CategoryEncoding(categories, target);
        float[] ahead = isKnownAhead ? [.. Categories(future, _horizon).Select(encoding.Encode)] : [];
        return ([.. categories.Select(encoding.Encode)], ahead);
    }

    private static Covariate? Find(IReadOnlyList<Covariate> covariates, string name) =>
        covariates.FirstOrDefault(covariate => string.Equals(covariate.Name, name, StringComparison.Ordinal));

    private static float[] Numbers(Covariate? covariate, int count)
    {
        float[] numbers = new float[count];
        if (covariate?.Numbers is not { } column)
        {
            Array.Fill(numbers, float.NaN);
            return numbers;
        }

        for (int i = 0; i < count; i++)
        {
            numbers[i] = (float)column.Span[i];
        }

        return numbers;
    }

    // Numbers of a column that is text on another series are categories too; their names cannot clash with texts.
    private static string?[] Categories(Covariate? covariate, int count)
    {
        string?[] categories = new string?[count];
        for (int i = 0; covariate is not null && i < count; i++)
        {
            categories[i] = covariate.Numbers is { } numbers
                ? string.Create(CultureInfo.InvariantCulture, $"number {numbers.Span[i] + 0.0:R}")
                : $"text {covariate.Categories![i]}"; // exactly one of the two is set
        }

        return categories;
    }
}
