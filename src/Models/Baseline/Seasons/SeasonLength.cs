using System.Collections.Frozen;
using System.Globalization;

namespace Tollama.Models.Baseline.Seasons;

/// <summary>
/// Season length of an offset alias: how many observations make the cycle that such data usually has.
/// </summary>
internal static class SeasonLength
{
    private const int BusinessDay = 8;

    private static readonly (string Aliases, int Season)[] Groups =
    [
        ("QS QE BQS BQE Q BQ", 4),
        ("MS ME BMS BME M BM", 12),
        ("D", 7),
        ("B", 5),
        ("bh BH", BusinessDay),
        ("h H", 24),
        ("min T", 1440),
        ("s S", 3600),
    ];

    private static readonly FrozenDictionary<string, int> Bases = Groups
        .SelectMany(group => group.Aliases.Split(' '), (group, alias) => KeyValuePair.Create(alias, group.Season))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Bases.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The season length; 1 for years, weeks and whatever else has no usual cycle.</summary>
    /// <param name="alias">Offset alias with optional count and anchor: <c>h</c>, <c>15min</c>, <c>QS-OCT</c>.</param>
    public static int OfAlias(ReadOnlySpan<char> alias)
    {
        int digits = alias.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
        {
            return 1;
        }

        int count = 1;
        if (digits > 0 && !int.TryParse(alias[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            return 1;
        }

        var name = alias[digits..];
        int anchor = name.IndexOf('-');
        if (!Lookup.TryGetValue(anchor < 0 ? name : name[..anchor], out int season) || count < 1)
        {
            return 1;
        }

        bool isWhole = season % count == 0 && (count == 1 || season != BusinessDay);
        return isWhole ? season / count : 1;
    }
}
