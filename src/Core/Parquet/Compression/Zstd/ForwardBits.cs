namespace Tollama.Core.Parquet.Compression.Zstd;

/// <summary>A bit stream from its start, the lowest bit first.</summary>
internal ref struct ForwardBits
{
    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    /// <summary>A stream.</summary>
    public ForwardBits(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>Reads a number.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest: the stream ends.</exception>
    public uint Read(int count)
    {
        uint value = 0;
        for (int i = 0; i < count; i++, _position++)
        {
            int at = _position >> 3;
            if (at >= _data.Length)
            {
                throw ZstdFault.Damaged();
            }

            value |= (uint)((_data[at] >> (_position & 7)) & 1) << i;
        }

        return value;
    }

    /// <summary>Bytes of which something was read.</summary>
    public readonly int BytesRead() => (_position + 7) >> 3;
}
