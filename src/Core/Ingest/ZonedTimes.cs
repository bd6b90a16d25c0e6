using System.Globalization;
using System.Text;
using Tollama.Core.Frequencies;

namespace Tollama.Core.Ingest;

/// <summary>
/// A column of timestamps as times. Calendar questions (is it the first of a month?) are asked of the wall clock that
/// the texts show; where its offset from UTC changes within the column, of UTC.
/// </summary>
internal sealed class ZonedTimes
{
    private readonly DateTime[] _utc;
    private readonly DateTime[] _wall;
    private readonly TimeSpan? _offset;
    private readonly bool _isMixed;

    private ZonedTimes(DateTime[] utc, DateTime[] wall, TimeSpan? offset, bool isMixed)
    {
        _utc = utc;
        _wall = wall;
        _offset = offset;
        _isMixed = isMixed;
    }

    /// <summary>Times by the clock that <see cref="Format"/> writes, in the order of the column.</summary>
    public IReadOnlyList<DateTime> Clock => _isMixed ? _utc : _wall;

    /// <summary>Reads a column; null where a text is no date.</summary>
    public static ZonedTimes? Parse(IReadOnlyList<string> texts)
    {
        var utc = new DateTime[texts.Count];
        var wall = new DateTime[texts.Count];
        TimeSpan? first = null;
        bool isMixed = false;
        for (int i = 0; i < texts.Count; i++)
        {
            if (!TimestampText.TryParse(Encoding.UTF8.GetBytes(texts[i]), out utc[i], out var offset))
            {
                return null;
            }

            first = i == 0 ? offset : first;
            isMixed |= offset != first;
            wall[i] = utc[i] + (offset ?? TimeSpan.Zero);
        }

        return new ZonedTimes(utc, wall, first, isMixed);
    }

    /// <summary>The alias that every spacing fits; null when there is none.</summary>
    public string? Infer() => FrequencyInference.Infer(Sorted(_wall)) ?? FrequencyInference.Infer(Sorted(_utc));

    /// <summary>The alias of most spacings; null when there is none.</summary>
    /// <param name="leastShare">Share that is enough however few the spacings are.</param>
    public DominantFrequency? InferDominant(double leastShare = FrequencyInference.DominantShare) =>
        FrequencyInference.InferDominant(Sorted(_isMixed ? _utc : _wall), countsPositiveOnly: true, leastShare);

    /// <summary>ISO text of a time of <see cref="Clock"/>, with the column's offset where it has one.</summary>
    public string Format(DateTime time)
    {
        string text = time.ToString(
            time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff",
            CultureInfo.InvariantCulture);
        var offset = _isMixed ? TimeSpan.Zero : _offset;
        return offset is { } zone ? text + OffsetText.Format(zone) : text;
    }

    private static DateTime[] Sorted(DateTime[] times)
    {
        var sorted = (DateTime[])times.Clone();
        Array.Sort(sorted);
        return sorted;
    }
}
