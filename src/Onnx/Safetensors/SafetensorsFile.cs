using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tollama.Core.Errors;

namespace Tollama.Onnx.Safetensors;

/// <summary>
/// A published weights file, memory-mapped: opening reads the header alone, tensors are views into the file. Every
/// header field and offset is checked when it is opened. Thread-safe.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private const int BlockBytes = 1 << 20;

    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly nint _base;
    private readonly ImmutableDictionary<string, TensorView> _byName;
    private bool _isDisposed;

    private SafetensorsFile(string path, FileStream stream)
    {
        Path = path;
        Length = stream.Length;
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        int headerLength = SafetensorsHeader.ReadLength(
            prefix[..stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false)], Length, path);
        byte[] json = new byte[headerLength];
        stream.ReadExactly(json);
        long dataStart = SafetensorsHeader.PrefixLength + headerLength;
        var (entries, metadata) = SafetensorsHeader.Parse(json, Length - dataStart, path);
        Metadata = metadata;
        Tensors = [.. entries.Select(e => new TensorView(this, e, dataStart))];
        _byName = Tensors.ToImmutableDictionary(t => t.Name, StringComparer.Ordinal);

        _map = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _base = Acquire(_view.SafeMemoryMappedViewHandle);
    }

    /// <summary>Absolute path of the file itself, links followed.</summary>
    public string Path { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>The tensors in the order in which they lie in the file.</summary>
    public ImmutableArray<TensorView> Tensors { get; }

    /// <summary>Free texts of the header (<c>__metadata__</c>).</summary>
    public ImmutableDictionary<string, string> Metadata { get; }

    /// <summary>Address of the first byte of the mapping; valid until disposal.</summary>
    internal nint Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _base;
        }
    }

    /// <summary>The mapping; who holds a reference to it may go on reading after disposal.</summary>
    internal SafeHandle Mapping => _view.SafeMemoryMappedViewHandle;

    /// <summary>Opens and checks a file.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: missing, unreadable, or not an intact file.</exception>
    public static SafetensorsFile Open(string path)
    {
        string fullPath = System.IO.Path.GetFullPath(path);
        FileStream? stream = null;
        try
        {
            // The engine opens the file too, and no link that leads out of its folder.
            fullPath = File.ResolveLinkTarget(fullPath, returnFinalTarget: true)?.FullName ?? fullPath;
            stream = new FileStream(fullPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            return new SafetensorsFile(fullPath, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            throw Unreadable(fullPath, e);
        }
        catch (TollamaException)
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of that name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out TensorView tensor) =>
        _byName.TryGetValue(name, out tensor);

    /// <summary>
    /// Reads the file from end to end, so that its pages lie in the system's memory before a tensor is touched: what a
    /// failing disk does to a mapping is no exception, but the end of the process.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TollamaException">ModelUnsupported: it cannot be read.</exception>
    public void ReadThrough(CancellationToken cancellationToken)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            using var handle = File.OpenHandle(Path, options: FileOptions.SequentialScan);
            long position = 0;
            for (int read; (read = RandomAccess.Read(handle, block, position)) > 0; position += read)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Path, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }

    /// <summary>Bytes of the file; the caller has checked the range.</summary>
    internal unsafe ReadOnlySpan<byte> Slice(long offset, int length) => new((byte*)Address + offset, length);

    private static TollamaException Unreadable(string path, Exception e) =>
        SafetensorsHeader.Broken(path, $"it cannot be read ({e.Message.TrimEnd('.')})", e);

    private static unsafe nint Acquire(SafeMemoryMappedViewHandle handle)
    {
        byte* pointer = null;
        handle.AcquirePointer(ref pointer);
        return (nint)pointer;
    }
}
