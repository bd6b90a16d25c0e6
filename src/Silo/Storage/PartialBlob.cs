using Tollama.Core.Errors;

namespace Tollama.Silo.Storage;

/// <summary>
/// Content on its way into the blob folder: a file that this instance alone may write, in any process, until it is
/// disposed. What is written stays for the next attempt when the work is not committed.
/// </summary>
internal sealed class PartialBlob : IAsyncDisposable
{
    private readonly FileStream _stream;
    private readonly bool _isScratch;

    private PartialBlob(FileStream stream, bool isScratch) => (_stream, _isScratch) = (stream, isScratch);

    /// <summary>Absolute path of the file.</summary>
    public string Path => _stream.Name;

    /// <summary>Bytes so far.</summary>
    public long Length => _stream.Length;

    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="isScratch">Whether nobody will continue it: it is deleted unless it was committed.</param>
    /// <exception cref="IOException">Another one has it open, or the disk refuses.</exception>
    public static PartialBlob Open(string path, bool isScratch)
    {
        // On Unix only FileShare.None takes a lock; on Windows the file must stay renameable while it is open.
        var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
        stream.Seek(0, SeekOrigin.End);
        return new PartialBlob(stream, isScratch);
    }

    /// <summary>Appends.</summary>
    /// <exception cref="TollamaException">StorageFailed.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw DiskFault.Describe(System.IO.Path.GetDirectoryName(Path)!, inner);
        }
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        _stream.SetLength(0);
        _stream.Seek(0, SeekOrigin.Begin);
    }

    /// <summary>Digests of the content as it lies on the disk.</summary>
    public Task<ContentDigests> HashAsync(CancellationToken cancellationToken)
    {
        _stream.Seek(0, SeekOrigin.Begin);
        return ContentDigests.ComputeAsync(_stream, cancellationToken);
    }

    /// <summary>The content, for small files.</summary>
    public Task<byte[]> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync(0, checked((int)_stream.Length), cancellationToken);

    /// <summary>A part of the content; shorter than <paramref name="length"/> where the content ends earlier.</summary>
    public async Task<byte[]> ReadAsync(long from, int length, CancellationToken cancellationToken)
    {
        byte[] part = new byte[Math.Clamp(_stream.Length - from, 0, length)];
        _stream.Seek(from, SeekOrigin.Begin);
        await _stream.ReadExactlyAsync(part, cancellationToken);
        return part;
    }

    /// <summary>Brings the content safely to the disk and gives it its final name.</summary>
    public void MoveTo(string path)
    {
        _stream.Flush(flushToDisk: true);
        File.Move(Path, path, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isScratch || _stream.Length == 0)
        {
            File.Delete(Path);
        }

        await _stream.DisposeAsync();
    }
}
