using System.Diagnostics.CodeAnalysis;
using Tollama.Core.Errors;
using Tollama.Core.Tables;
using Tollama.Core.Wire.Requests;

namespace Tollama.Core.Ingest;

/// <summary>Which column of a table means what (contract/http-api §18.4).</summary>
/// <param name="Timestamp">When.</param>
/// <param name="Id">Which series; null where the table is one series.</param>
/// <param name="Target">How much.</param>
/// <param name="Freq">Frequency alias; null where there is none.</param>
internal sealed record ColumnRoles(TableColumn Timestamp, TableColumn? Id, TableColumn Target, TableColumn? Freq)
{
    private const string LoadSuffix = "_load_actual_entsoe_transparency";

    private static readonly string[] TimestampNames =
    [
        "timestamp", "timestamps", "ds", "time", "date", "datetime", "date_time", "observation_date", "utc_timestamp",
        "year", "fecha",
    ];

    private static readonly string[] IdNames = ["id", "series", "series_id", "unique_id", "entity", "country"];

    private static readonly string[] TargetNames =
    [
        "target", "value", "y", "ot", "demand", "users", "number of flights", "total electricity", "gdp", "close",
        "actual", "pm2.5", "pm25", "pm10", "no2", "so2", "co",
    ];

    private static readonly string[] FreqNames = ["freq", "frequency"];

    /// <summary>Finds the columns.</summary>
    /// <exception cref="TollamaException">InvalidRequest: a role has no column, or an override names none.</exception>
    public static ColumnRoles Find(Table table, IngestOptions options)
    {
        var timestamp = Override(table, options.TimestampColumn, "timestamp_column")
            ?? FirstMatch(table, TimestampNames)
            ?? table.DateIndex
            ?? throw Missing("timestamp", "timestamp_column", TimestampNames);
        var id = Override(table, options.SeriesIdColumn, "series_id_column") ?? FirstMatch(table, IdNames, timestamp);
        var freq = Override(table, options.FreqColumn, "freq_column") ?? FirstMatch(table, FreqNames, timestamp, id);
        var target = Override(table, options.TargetColumn, "target_column")
            ?? FirstMatch(table, TargetNames, timestamp, id)
            ?? table.Columns.FirstOrDefault(column =>
                column.Name.EndsWith(LoadSuffix, StringComparison.OrdinalIgnoreCase))
            ?? OnlyNumeric(table, timestamp, id, freq)
            ?? throw Missing("target", "target_column", TargetNames);
        return new ColumnRoles(Readable(timestamp), Readable(id), Readable(target), Readable(freq));
    }

    [return: NotNullIfNotNull(nameof(column))]
    private static TableColumn? Readable(TableColumn? column) =>
        column?.Problem is { } problem
            ? throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"Column '{column.Name}' cannot be read: {problem}. Write it as plain numbers, texts or times.")
            : column;

    private static TableColumn? Override(Table table, string? name, string option)
    {
        if (name is null)
        {
            return null;
        }

        return table.Columns.FirstOrDefault(column => column.Name == name)
            ?? (table.DateIndex?.Name == name ? table.DateIndex : null)
            ?? throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"{option} '{name}' names no column of the table; give the name exactly as the header has it.");
    }

    /// <summary>The first of the names that a free column has: as it stands, else in any case.</summary>
    private static TableColumn? FirstMatch(Table table, string[] names, params ReadOnlySpan<TableColumn?> taken)
    {
        foreach (
            var comparison in (ReadOnlySpan<StringComparison>)
                [StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            foreach (string name in names)
            {
                foreach (var column in table.Columns)
                {
                    if (string.Equals(column.Name, name, comparison) && !taken.Contains(column))
                    {
                        return column;
                    }
                }
            }
        }

        return null;
    }

    private static TableColumn? OnlyNumeric(Table table, params ReadOnlySpan<TableColumn?> taken)
    {
        TableColumn? found = null;
        foreach (var column in table.Columns)
        {
            if (column.Kind != CellKind.Number || taken.Contains(column))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = column;
        }

        return found;
    }

    // The table's own names are not repeated: it may be a file of the server that the caller cannot read.
    private static TollamaException Missing(string role, string option, string[] names) => new(
        ErrorCode.InvalidRequest,
        $"The table has no {role} column; name it with {option}, or call it one of {string.Join(", ", names)}.");
}
