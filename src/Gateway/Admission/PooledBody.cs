using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Tollama.Gateway.Admission;

/// <summary>
/// A request body in one pooled array. Parsed requests keep slices of it, so the array goes back to the pool only when
/// nobody can read it any more: <see cref="Dispose"/> returns it, <see cref="Abandon"/> leaves it to the collector
/// where a call may outlive its request (timeout, client gone).
/// </summary>
internal sealed class PooledBody : IDisposable
{
    private const int FirstGuess = 4096;

    private byte[]? _buffer;
    private int _length;

    private PooledBody(byte[] buffer) => _buffer = buffer;

    /// <summary>The bytes; empty after disposal.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer is null ? default : _buffer.AsMemory(0, _length);

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="BadHttpRequestException">Too large, too slow, or cut short (from Kestrel).</exception>
    public static async ValueTask<PooledBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // A declared length is a claim: memory is taken as bytes arrive, never ahead of them by more than double.
        var body = new PooledBody(ArrayPool<byte>.Shared.Rent(FirstGuess));
        try
        {
            await body.FillAsync(request.BodyReader, cancellationToken);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Gives the array up without returning it.</summary>
    public void Abandon() => _buffer = null;

    /// <summary>Returns the array.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask FillAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                Append(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _buffer!.Length) // not disposed while it fills
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + bytes.Length));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
