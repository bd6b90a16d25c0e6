using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Ingest.Missing;
using Tollama.Core.Tables;
using Tollama.Core.Wire.Requests;

namespace Tollama.Core.Ingest;

/// <summary>Makes series of a tidy table (contract/http-api §18.4).</summary>
public static class TableIngest
{
    private const string OnlySeries = "series_0";

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The file; not kept.</param>
    /// <param name="fileName">Its name, whose suffix says the format where the options do not.</param>
    /// <param name="options">What the caller says about the table.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: no such format, no table, no such columns, or unusable values.
    /// </exception>
    public static IngestedTable Read(ReadOnlyMemory<byte> bytes, string fileName, IngestOptions options)
    {
        var format = TableFormats.Of(options.Format, fileName);
        if (bytes.IsEmpty)
        {
            throw Invalid($"The file '{fileName}' is empty; send a table with at least one row.");
        }

        return Read(TableFile.Read(bytes, format), options);
    }

    /// <summary>Makes series of a table.</summary>
    /// <exception cref="TollamaException">InvalidRequest: no such columns, or unusable values.</exception>
    public static IngestedTable Read(Table table, IngestOptions options)
    {
        table = WorldBankLayout.Melt(UnnamedIndex.Name(table));
        if (table.RowCount == 0)
        {
            throw Invalid("The table has no rows; send at least one below the header.");
        }

        var roles = ColumnRoles.Find(table, options);
        CheckTarget(roles.Target);
        var raw = Group(table, roles, options);
        if (options.Missing is { IsEnabled: true } missing)
        {
            var budget = new GridBudget();
            var filled = raw.ConvertAll(series => MissingValueFill.Run(series, missing, budget));
            return new IngestedTable([.. filled.Select(one => one.Series)], [.. filled.Select(one => one.Report)]);
        }

        return new IngestedTable(DropMissing(raw), null);
    }

    private static void CheckTarget(TableColumn target)
    {
        if (target.Kind != CellKind.Number)
        {
            string kind = target.Kind switch
            {
                CellKind.Boolean => "booleans",
                CellKind.Time => "date-times",
                _ => "texts",
            };
            throw Invalid($"The target column '{target.Name}' holds {kind}; it must hold numbers.");
        }

        for (int row = 0; row < target.Count; row++)
        {
            if (double.IsInfinity(target.Number(row)))
            {
                throw Invalid(
                    $"The target column '{target.Name}' holds an infinite number in row {row + 1}; remove the row.");
            }
        }
    }

    /// <summary>The series in the order of their first rows, each sorted by its timestamps.</summary>
    private static List<RawSeries> Group(Table table, ColumnRoles roles, IngestOptions options)
    {
        string? given = Given(options.Freq);
        var rows = new OrderedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (int row = 0; row < table.RowCount; row++)
        {
            string id = roles.Id is null ? OnlySeries : roles.Id.Text(row) ?? string.Empty;
            if (string.IsNullOrWhiteSpace(id))
            {
                throw Invalid(
                    $"Row {row + 1} has no series id in column '{roles.Id?.Name}'; fill it or remove the row.");
            }

            if (roles.Timestamp.Text(row) is null)
            {
                throw Invalid(
                    $"Row {row + 1} has no timestamp in column '{roles.Timestamp.Name}'; fill it or remove the row.");
            }

            if (!rows.TryGetValue(id, out var own))
            {
                rows.Add(id, own = []);
            }

            own.Add(row);
        }

        var order = Comparer<int>.Create(roles.Timestamp.Compare);
        return [.. rows.Select(pair => Sort(pair.Key.Trim(), [.. pair.Value.Order(order)], roles, given))];
    }

    /// <summary>An alias that is given; blank and <c>auto</c> ask to infer it.</summary>
    private static string? Given(string? freq)
    {
        string alias = freq?.Trim() ?? string.Empty;
        return alias.Length == 0 || alias.Equals(FrequencyResolution.Auto, StringComparison.OrdinalIgnoreCase)
            ? null
            : alias;
    }

    private static RawSeries Sort(string id, int[] rows, ColumnRoles roles, string? given) => new(
        id,
        [.. rows.Select(row => roles.Timestamp.Text(row)!)], // a missing one was refused
        [.. rows.Select(roles.Target.Number)],
        roles.Target.IsInteger,
        given ?? (roles.Freq is { Kind: CellKind.Text } freq
            ? rows.Select(row => freq.Text(row)?.Trim()).FirstOrDefault(text => !string.IsNullOrEmpty(text))
            : null));

    private static List<SeriesInput> DropMissing(List<RawSeries> raw)
    {
        var series = new List<SeriesInput>(raw.Count);
        foreach (var one in raw)
        {
            int[] kept = [.. Enumerable.Range(0, one.Target.Length).Where(row => !double.IsNaN(one.Target[row]))];
            if (kept.Length == 0)
            {
                throw Invalid($"Series '{one.Id}' has no target value at all; remove it or fill it.");
            }

            series.Add(new SeriesInput
            {
                Id = one.Id,
                Freq = one.Freq(),
                Timestamps = TimestampColumn.FromStrings([.. kept.Select(row => one.Timestamps[row])]),
                Target = new NumberColumn(kept.Select(row => one.Target[row]).ToArray(), one.IsInteger),
            });
        }

        return series;
    }

    private static TollamaException Invalid(string message) => new(ErrorCode.InvalidRequest, message);
}
