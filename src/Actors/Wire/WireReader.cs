using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Tollama.Actors.Wire;

/// <summary>
/// Reads a message of <see cref="WireWriter"/>. Every length is checked before anything is allocated for it.
/// </summary>
public sealed class WireReader
{
    private readonly ReadOnlyMemory<byte> _message;
    private int _position;

    /// <summary>Reads <paramref name="message"/> from its beginning; the bytes must outlive the reader.</summary>
    public WireReader(ReadOnlyMemory<byte> message) => _message = message;

    /// <summary>Bytes not read yet.</summary>
    public int Remaining => _message.Length - _position;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => Take(1)[0];

    /// <summary>Reads a truth value.</summary>
    /// <exception cref="InvalidDataException">The byte is neither 0 nor 1.</exception>
    public bool ReadBoolean() => ReadByte() switch
    {
        0 => false,
        1 => true,
        byte other => throw new InvalidDataException($"A truth value cannot be {other}."),
    };

    /// <summary>Reads a number of one to ten bytes.</summary>
    public ulong ReadUInt64()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number is longer than ten bytes.");
    }

    /// <summary>Reads a signed number.</summary>
    public long ReadInt64()
    {
        ulong value = ReadUInt64();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads a signed number of 32 bits.</summary>
    /// <exception cref="InvalidDataException">It is bigger.</exception>
    public int ReadInt32()
    {
        long value = ReadInt64();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new InvalidDataException($"{value} exceeds 32 bits.");
    }

    /// <summary>Reads eight bytes.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>Reads four bytes.</summary>
    public float ReadSingle() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    /// <summary>Reads a text.</summary>
    public string ReadString() => Encoding.UTF8.GetString(Take(ReadLength(1)));

    /// <summary>Reads a block of numbers.</summary>
    public T[] ReadBlock<T>()
        where T : unmanaged
    {
        int count = ReadLength(Unsafe.SizeOf<T>());
        var items = GC.AllocateUninitializedArray<T>(count);
        Take(count * Unsafe.SizeOf<T>()).CopyTo(MemoryMarshal.AsBytes(items.AsSpan()));
        return items;
    }

    /// <summary>Reads the number of items of a list, each of at least <paramref name="leastBytes"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The rest of the message cannot hold so many.</exception>
    public int ReadLength(int leastBytes)
    {
        ulong count = ReadUInt64();
        return count <= (ulong)(Remaining / Math.Max(1, leastBytes))
            ? (int)count
            : throw new InvalidDataException($"{count} items do not fit into the {Remaining} bytes that are left.");
    }

    /// <summary>Reads all bytes that are left.</summary>
    public ReadOnlyMemory<byte> TakeRest()
    {
        var rest = _message[_position..];
        _position = _message.Length;
        return rest;
    }

    /// <summary>Reads bytes as they are.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw new InvalidDataException($"The message ends {count - Remaining} bytes early.");
        }

        var taken = _message.Span.Slice(_position, count);
        _position += count;
        return taken;
    }
}
