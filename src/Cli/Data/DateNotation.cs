using System.Globalization;

namespace Tollama.Cli.Data;

/// <summary>A way to write dates.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Formats">Its exact formats.</param>
internal sealed record DateNotation(string Name, string[] Formats)
{
    private const DateTimeStyles Styles =
        DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault;

    /// <summary>Whether a text is a date in this notation.</summary>
    public bool Fits(string text) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Styles, out _);

    /// <summary>The moment that a fitting text names; UTC when it carries a zone.</summary>
    public DateTime Parse(string text) =>
        DateTime.ParseExact(text, Formats, CultureInfo.InvariantCulture, Styles);
}
