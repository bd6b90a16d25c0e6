using System.Globalization;

namespace Tollama.Core.Forecasting;

/// <summary>Keys of quantiles on the wire: the shortest <c>%g</c> form of the level (contract/http-api §3).</summary>
public static class QuantileKey
{
    // Nearly every request asks for whole percents, and every request formats each of its levels several times.
    private static readonly string[] Percents =
    [
        .. Enumerable.Range(0, 100).Select(percent => Shortest(percent / 100.0)),
    ];

    /// <summary>
    /// Six significant digits without trailing zeros; exponent form below 1e-4, such as <c>1e-05</c>.
    /// </summary>
    public static string Format(double level) =>
        WholePercent(level) is { } percent ? Percents[percent] : Shortest(level);

    /// <summary>Whether a level's key, read back, still lies strictly between 0 and 1.</summary>
    public static bool IsUsable(double level) => LevelOf(level) is > 0 and < 1;

    /// <summary>The level that a reader of the key sees: the level itself, rounded to six significant digits.</summary>
    public static double LevelOf(double level) =>
        WholePercent(level) is null ? double.Parse(Shortest(level), CultureInfo.InvariantCulture) : level;

    private static int? WholePercent(double level)
    {
        double percent = Math.Round(level * 100);
        return percent is > 0 and < 100 && percent / 100 == level ? (int)percent : null;
    }

    private static string Shortest(double level)
    {
        string scientific = level.ToString("E5", CultureInfo.InvariantCulture); // d.dddddE±ddd
        int exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E') + 1), CultureInfo.InvariantCulture);
        if (exponent is >= -4 and < 6)
        {
            string plain = level.ToString("F" + (5 - exponent), CultureInfo.InvariantCulture);
            return plain.Contains('.', StringComparison.Ordinal) ? plain.TrimEnd('0').TrimEnd('.') : plain;
        }

        string mantissa = scientific[..scientific.IndexOf('E')].TrimEnd('0').TrimEnd('.');
        return string.Create(
            CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }
}
