using System.Buffers;

namespace Tollama.Actors.Transport;

/// <summary>A reply in a pooled buffer; disposing it gives the buffer back.</summary>
internal sealed class Reply : IDisposable
{
    private readonly int _length;
    private byte[]? _buffer;

    /// <summary>Takes over a buffer rented from the shared pool.</summary>
    public Reply(byte[] buffer, int length)
    {
        _buffer = buffer;
        _length = length;
    }

    public ReadOnlyMemory<byte> Body =>
        (_buffer ?? throw new ObjectDisposedException(nameof(Reply))).AsMemory(0, _length);

    /// <summary>A reply with a copy of the given bytes.</summary>
    public static Reply Copy(ReadOnlySpan<byte> bytes)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, bytes.Length));
        bytes.CopyTo(buffer);
        return new Reply(buffer, bytes.Length);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
