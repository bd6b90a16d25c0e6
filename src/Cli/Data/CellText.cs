using System.Globalization;

namespace Tollama.Cli.Data;

/// <summary>What a CSV cell says.</summary>
internal static class CellText
{
    /// <summary>Whether the cell holds nothing, or one of the usual words for that.</summary>
    public static bool IsMissing(string cell) =>
        cell.Length == 0 || cell.ToUpperInvariant() is "NA" or "N/A" or "NAN" or "NULL" or "NONE" or "<NA>";

    /// <summary>
    /// Reads a finite number with a decimal point, or with a decimal comma where commas do not separate cells.
    /// </summary>
    public static bool TryNumber(string cell, char delimiter, out double number)
    {
        string text = delimiter != ',' && cell.Contains(',') && !cell.Contains('.') ? cell.Replace(',', '.') : cell;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }
}
