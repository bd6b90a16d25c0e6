using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Tollama.Actors.Wire;

/// <summary>
/// Writes a message: little-endian, integers as variable-length numbers, arrays of numbers as one block. One pooled
/// buffer that grows; <see cref="Dispose"/> gives it back.
/// </summary>
public sealed class WireWriter : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(512);
    private int _length;

    /// <summary>What was written; valid until the next write or <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _length = 0;

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => Take(1)[0] = value;

    /// <summary>Writes a truth value as one byte.</summary>
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a number of one to ten bytes, small ones short.</summary>
    public void WriteUInt64(ulong value)
    {
        var target = Reserve(10);
        int length = 0;
        while (value >= 0x80)
        {
            target[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length++] = (byte)value;
        _length += length;
    }

    /// <summary>Writes a signed number; those near zero are short.</summary>
    public void WriteInt64(long value) => WriteUInt64((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes a signed number; those near zero are short.</summary>
    public void WriteInt32(int value) => WriteInt64(value);

    /// <summary>Writes eight bytes.</summary>
    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);

    /// <summary>Writes four bytes.</summary>
    public void WriteSingle(float value) => BinaryPrimitives.WriteSingleLittleEndian(Take(sizeof(float)), value);

    /// <summary>Writes a text as UTF-8 after its length in bytes.</summary>
    public void WriteString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int length = Encoding.UTF8.GetByteCount(value);
        WriteUInt64((ulong)length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Writes a number of items, then all their bytes at once.</summary>
    public void WriteBlock<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        WriteUInt64((ulong)items.Length);
        var bytes = MemoryMarshal.AsBytes(items);
        bytes.CopyTo(Take(bytes.Length));
    }

    /// <summary>Writes bytes as they are, without a length.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }
    }

    private Span<byte> Take(int length)
    {
        var target = Reserve(length)[..length];
        _length += length;
        return target;
    }

    private Span<byte> Reserve(int length)
    {
        if (_buffer.Length - _length < length)
        {
            byte[] bigger = ArrayPool<byte>.Shared.Rent(
                Math.Max(checked(_length + length), checked(_buffer.Length * 2)));
            _buffer.AsSpan(0, _length).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = bigger;
        }

        return _buffer.AsSpan(_length);
    }
}
