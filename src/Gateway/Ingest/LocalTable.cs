using Tollama.Core.Errors;

namespace Tollama.Gateway.Ingest;

/// <summary>Reads table files of this machine.</summary>
internal static class LocalTable
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Its path, relative to the server's folder or absolute.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: the path climbs, or there is no readable file of moderate size.
    /// </exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        string path,
        long limit,
        CancellationToken cancellationToken)
    {
        if (path.Split('/', '\\').Contains(".."))
        {
            throw Refused(path, "a path with '..' could leave its folder; give the whole path");
        }

        if (path.Length == 0 || path.Contains('\0'))
        {
            throw Refused(path, "it names no file");
        }

        try
        {
            return await ReadFileAsync(path, limit, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Refused(path, "there is no such file, or it cannot be read", fault);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadFileAsync(
        string path,
        long limit,
        CancellationToken cancellationToken)
    {
        // Pipes and devices say that they are empty: they are refused before anything waits for them to be written to.
        var file = new FileInfo(path);
        var final = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (!final.Exists || final.Length == 0)
        {
            throw Refused(path, "there is no such file, or it is empty");
        }

        if (final.Length > limit)
        {
            throw Refused(
                path,
                $"the file has {final.Length} bytes; at most {limit} are read (TOLLAMA_MAX_REQUEST_BODY_MB)");
        }

        await using var stream = final.OpenRead();
        byte[] bytes = new byte[final.Length];
        int count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return bytes.AsMemory(0, count);
    }

    private static TollamaException Refused(string path, string reason, Exception? cause = null) =>
        new(ErrorCode.InvalidRequest, $"data_url '{path}' cannot be read: {reason}.", cause);
}
