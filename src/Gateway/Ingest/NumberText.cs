using System.Globalization;

namespace Tollama.Gateway.Ingest;

/// <summary>Numbers of a table where a text is needed: ids and timestamps.</summary>
internal static class NumberText
{
    /// <summary>Integers without a fraction, others with one: <c>7</c>, <c>7.0</c>, <c>7.25</c>; null when missing.</summary>
    public static string? Format(double number, bool isInteger)
    {
        if (double.IsNaN(number))
        {
            return null;
        }

        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return isInteger || !double.IsInteger(number) || text.Contains('E', StringComparison.Ordinal) ? text : text + ".0";
    }
}
