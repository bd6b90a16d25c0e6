using System.Text;
using Tollama.Core.Wire;

namespace Tollama.Core.Tables;

/// <summary>Numbers of a table where a text is needed: ids and timestamps.</summary>
internal static class CellNumber
{
    /// <summary>
    /// Integers without a fraction, others with one: <c>7</c>, <c>7.0</c>, <c>7.25</c>; null when missing.
    /// </summary>
    public static string? Format(double number, bool isInteger)
    {
        if (!double.IsFinite(number))
        {
            return null;
        }

        Span<byte> text = stackalloc byte[NumberText.MaximumLength];
        return Encoding.ASCII.GetString(text[..NumberText.Format(number, isInteger, text)]);
    }
}
