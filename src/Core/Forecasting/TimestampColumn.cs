using System.Text;

namespace Tollama.Core.Forecasting;

/// <summary>
/// Timestamps as they came, undecoded: slices of the request's own UTF-8 bytes, so that a long series costs four
/// bytes a timestamp and no string. Decode one with the indexer.
/// </summary>
public sealed class TimestampColumn
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly int[] _offsets;
    private readonly int[]? _ends; // only where a text may hold a quote

    /// <summary>Wraps slices of <paramref name="utf8"/>.</summary>
    /// <param name="utf8">Bytes that hold the (already unescaped) texts; kept alive by this column.</param>
    /// <param name="offsets">
    /// Start of each text; the text ends before the next quote (0x22) byte or the end of the bytes.
    /// </param>
    public TimestampColumn(ReadOnlyMemory<byte> utf8, int[] offsets)
    {
        _utf8 = utf8;
        _offsets = offsets;
    }

    private TimestampColumn(ReadOnlyMemory<byte> utf8, int[] offsets, int[] ends)
        : this(utf8, offsets) => _ends = ends;

    /// <summary>Makes a column from texts, for callers that do not come from JSON.</summary>
    public static TimestampColumn FromStrings(IReadOnlyList<string> texts)
    {
        var offsets = new int[texts.Count];
        var ends = new int[texts.Count];
        var bytes = new List<byte>(texts.Count * 20);
        for (int i = 0; i < texts.Count; i++)
        {
            offsets[i] = bytes.Count;
            bytes.AddRange(Encoding.UTF8.GetBytes(texts[i]));
            ends[i] = bytes.Count;
        }

        return new TimestampColumn(bytes.ToArray(), offsets, ends);
    }

    /// <summary>Number of timestamps.</summary>
    public int Count => _offsets.Length;

    /// <summary>The text of one timestamp.</summary>
    public string this[int index] => Encoding.UTF8.GetString(Utf8(index));

    /// <summary>Where the bytes of one timestamp begin.</summary>
    internal int Offset(int index) => _offsets[index];

    /// <summary>The bytes of one timestamp, without quotes.</summary>
    public ReadOnlySpan<byte> Utf8(int index)
    {
        if (_ends is not null)
        {
            return _utf8.Span[_offsets[index].._ends[index]];
        }

        var tail = _utf8.Span[_offsets[index]..];
        int end = tail.IndexOf((byte)'"');
        return end < 0 ? tail : tail[..end];
    }
}
