using Tollama.Core.Frequencies;
using Tollama.Core.Tables;

namespace Tollama.Core.Ingest;

/// <summary>
/// A first column without a name, as data frames leave their index in CSV files: the timestamps, where it holds dates.
/// </summary>
internal static class UnnamedIndex
{
    private const double LeastShare = 0.8;

    /// <summary>The table with that column named <c>timestamp</c>, or the table itself.</summary>
    public static Table Name(Table table)
    {
        if (table.Columns.Count == 0 || table.Columns[0] is not { Name.Length: 0, Kind: CellKind.Text } first)
        {
            return table;
        }

        int dates = Enumerable.Range(0, first.Count)
            .Count(row => first.Text(row) is { } text && TimestampText.TryParse(text, out _));
        return dates > 0 && dates >= LeastShare * first.Count
            ? table with { Columns = [first.Renamed("timestamp"), .. table.Columns.Skip(1)] }
            : table;
    }
}
