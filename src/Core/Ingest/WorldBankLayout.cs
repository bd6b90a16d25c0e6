using System.Globalization;
using Tollama.Core.Tables;

namespace Tollama.Core.Ingest;

/// <summary>
/// Turns the World Bank's wide layout (a row per country, a column per year) into a tidy table: <c>timestamp</c>,
/// <c>series</c>, <c>target</c>. Countries without any value are left out.
/// </summary>
internal static class WorldBankLayout
{
    private const int FewestYears = 3;

    /// <summary>The tidy table, or the table itself when it has another layout.</summary>
    public static Table Melt(Table table)
    {
        var code = Find(table, "Country Code");
        var country = Find(table, "Country Name") ?? code;
        var indicator = Find(table, "Indicator Name") ?? Find(table, "Indicator Code");
        TableColumn[] years = [.. table.Columns.Where(column => IsYear(column.Name))];
        if (country is null || indicator is null || years.Length < FewestYears)
        {
            return table;
        }

        var timestamps = new List<string?>();
        var ids = new List<string?>();
        var targets = new List<double>();
        for (int row = 0; row < table.RowCount; row++)
        {
            if (years.All(year => double.IsNaN(year.Number(row))))
            {
                continue;
            }

            foreach (var year in years)
            {
                timestamps.Add(year.Name + "-01-01");
                ids.Add(code?.Text(row) ?? country.Text(row));
                targets.Add(year.Number(row));
            }
        }

        return new Table(
        [
            TableColumn.OfTexts("timestamp", timestamps),
            TableColumn.OfTexts("series", ids),
            TableColumn.OfNumbers("target", [.. targets], isInteger: false),
        ]);
    }

    private static TableColumn? Find(Table table, string name) =>
        table.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    private static bool IsYear(string name) =>
        name.Length == 4 && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
