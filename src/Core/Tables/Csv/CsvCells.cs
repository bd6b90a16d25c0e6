using System.Collections.Frozen;
using System.Globalization;

namespace Tollama.Core.Tables.Csv;

/// <summary>
/// Decides what a column of CSV texts holds. One text makes it a text column, one fraction or gap a float column.
/// </summary>
internal static class CsvCells
{
    /// <summary>Texts that stand for a missing value, as the common data-frame libraries read them.</summary>
    private static readonly FrozenSet<string> MissingWords = new[]
    {
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
        "NULL", "NaN", "None", "n/a", "nan", "null",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Makes a column from raw fields.</summary>
    /// <param name="name">Name of the column, trimmed.</param>
    /// <param name="fields">Raw fields; null where the row was too short.</param>
    public static TableColumn ToColumn(string name, IReadOnlyList<string?> fields)
    {
        string?[] cells = [.. fields.Select(field => field is null || MissingWords.Contains(field) ? null : field)];
        if (TryNumbers(cells, out double[] numbers, out bool isInteger))
        {
            return TableColumn.OfNumbers(name, numbers, isInteger);
        }

        return cells.All(IsBoolean)
            ? TableColumn.OfBooleans(
                name,
                [.. cells.Select(cell => (bool?)string.Equals(cell, "true", StringComparison.OrdinalIgnoreCase))])
            : TableColumn.OfTexts(name, cells);
    }

    private static bool TryNumbers(string?[] cells, out double[] numbers, out bool isInteger)
    {
        numbers = new double[cells.Length];
        isInteger = true;
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] is not { } cell)
            {
                numbers[i] = double.NaN;
                isInteger = false;
                continue;
            }

            if (!TryNumber(cell, out numbers[i]))
            {
                return false;
            }

            isInteger &= long.TryParse(cell, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
        }

        return true;
    }

    /// <summary>
    /// A number with a decimal point; the words for infinity count, so that they are refused by name later.
    /// </summary>
    private static bool TryNumber(string cell, out double number) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? !double.IsNaN(number)
            : IsInfinity(cell.AsSpan().Trim(), out number);

    private static bool IsInfinity(ReadOnlySpan<char> cell, out double number)
    {
        bool isNegative = cell.StartsWith("-");
        number = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        cell = cell.TrimStart("+-");
        return cell.Equals("inf", StringComparison.OrdinalIgnoreCase)
            || cell.Equals("infinity", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsBoolean(string? cell) => cell is "True" or "False" or "TRUE" or "FALSE" or "true" or "false";
}
