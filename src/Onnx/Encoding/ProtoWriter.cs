using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Tollama.Onnx.Encoding;

/// <summary>
/// Writes the protocol-buffers wire format: as much of it as ONNX files need. Fields are written in the order of the
/// calls, so equal calls give equal bytes.
/// </summary>
internal sealed class ProtoWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>An integer.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, Varint);
        Number((ulong)value);
    }

    /// <summary>A real number.</summary>
    public void Real(int field, float value)
    {
        Tag(field, Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(sizeof(float)), value);
        _buffer.Advance(sizeof(float));
    }

    /// <summary>A text.</summary>
    public void Text(int field, string value)
    {
        Tag(field, LengthDelimited);
        Number((ulong)System.Text.Encoding.UTF8.GetByteCount(value));
        System.Text.Encoding.UTF8.GetBytes(value, _buffer);
    }

    /// <summary>Bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        BytesHead(field, value.Length);
        _buffer.Write(value);
    }

    /// <summary>What stands before bytes that the caller writes elsewhere.</summary>
    public void BytesHead(int field, long length)
    {
        Tag(field, LengthDelimited);
        Number((ulong)length);
    }

    /// <summary>A nested message.</summary>
    public void Message(int field, Action<ProtoWriter> write)
    {
        var inner = new ProtoWriter();
        write(inner);
        Bytes(field, inner.Written.Span);
    }

    private void Tag(int field, int wireType) => Number((ulong)((field << 3) | wireType));

    private void Number(ulong value)
    {
        var span = _buffer.GetSpan(10);
        int count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        _buffer.Advance(count);
    }
}
