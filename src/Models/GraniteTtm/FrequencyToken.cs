using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// Frequency tokens of prefix-tuned checkpoints (granite-tsfm, <c>DEFAULT_FREQUENCY_MAPPING</c>): the exact text, else
/// the canonical spelling of the offset, else 0.
/// </summary>
internal static class FrequencyToken
{
    private static readonly SearchValues<char> CountSigns = SearchValues.Create("0123456789.");

    private const int Unknown = 0;

    private static readonly FrozenDictionary<string, int> Tokens = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["min"] = 1,
        ["2min"] = 2,
        ["5min"] = 3,
        ["10min"] = 4,
        ["15min"] = 5,
        ["30min"] = 6,
        ["h"] = 7,
        ["H"] = 7,
        ["d"] = 8,
        ["D"] = 8,
        ["W"] = 9,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The token of an offset alias.</summary>
    /// <param name="alias">Such as <c>15min</c>, <c>h</c>, <c>W-MON</c>.</param>
    /// <param name="vocabulary">Tokens of the checkpoint; ones beyond it are unknown to it.</param>
    public static int Of(string alias, int vocabulary)
    {
        int token = Tokens.TryGetValue(alias, out int exact) ? exact
            : Canonical(alias) is { } canonical && Tokens.TryGetValue(canonical, out int known) ? known
            : Unknown;
        return token < vocabulary ? token : Unknown;
    }

    /// <summary>
    /// The spelling that an alias of minutes, hours or days has after parsing: <c>5T</c> is <c>5min</c>, <c>1h</c> is
    /// <c>h</c>, <c>0.5h</c> is <c>30min</c>; <c>60min</c> stays what it is. Null for other units.
    /// </summary>
    private static string? Canonical(string alias)
    {
        int digits = alias.AsSpan().IndexOfAnyExcept(CountSigns);
        if (digits < 0)
        {
            return null;
        }

        decimal count = 1;
        if (digits > 0 && !decimal.TryParse(
            alias.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out count))
        {
            return null;
        }

        string? unit = alias[digits..] switch
        {
            "min" or "T" or "t" => "min",
            "h" or "H" => "h",
            "D" or "d" => "D",
            _ => null,
        };
        while (unit is not null && count != decimal.Truncate(count))
        {
            (count, unit) = unit switch
            {
                "D" => (count * 24, "h"),
                "h" => (count * 60, "min"),
                _ => (count, null),
            };
        }

        return unit is null ? null
            : count == 1 ? unit
            : string.Create(CultureInfo.InvariantCulture, $"{decimal.Truncate(count)}{unit}");
    }
}
