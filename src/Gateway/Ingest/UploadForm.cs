using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Tollama.Core.Errors;

namespace Tollama.Gateway.Ingest;

/// <summary>
/// A multipart form with at most a file and a few texts, read part by part: what a client sends beyond the limits is
/// refused before it is in memory. The whole body is bounded by the server's limit for bodies.
/// </summary>
internal sealed class UploadForm
{
    private const int MostParts = 64;
    private const int LongestBoundary = 70; // RFC 2046 §5.1.1
    private const int LongestText = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UploadedFile> _files = new(StringComparer.Ordinal);

    private UploadForm()
    {
    }

    /// <summary>A text by the name of its part; null when there is none.</summary>
    public string? Text(string name) => _texts.GetValueOrDefault(name);

    /// <summary>A file by the name of its part; null when there is none.</summary>
    public UploadedFile? File(string name) => _files.GetValueOrDefault(name);

    /// <summary>Reads the form; a body of another content type has no parts.</summary>
    /// <exception cref="TollamaException">
    /// InvalidRequest: the body is no multipart form, or exceeds a limit.
    /// </exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = new UploadForm();
        if (Boundary(request) is not { } boundary)
        {
            return form;
        }

        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            for (int part = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; part++)
            {
                if (part == MostParts)
                {
                    throw Invalid($"it has more than {MostParts} parts");
                }

                await form.AddAsync(section, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw Invalid(fault.Message.TrimEnd('.'), fault);
        }

        return form;
    }

    private async Task AddAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        var disposition = section.GetContentDispositionHeader();
        string name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).ToString();
        if (disposition is null || name.Length == 0)
        {
            throw Invalid("a part has no name in its Content-Disposition header");
        }

        if (FileName(disposition) is { } fileName)
        {
            _files[name] = new UploadedFile(
                fileName,
                await ReadAsync(section.Body, int.MaxValue, name, cancellationToken));
            return;
        }

        var bytes = await ReadAsync(section.Body, LongestText, name, cancellationToken);
        try
        {
            _texts[name] = Strict.GetString(bytes.Span);
        }
        catch (DecoderFallbackException fault)
        {
            throw Invalid($"part '{name}' is not UTF-8 text", fault);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream body,
        int limit,
        string name,
        CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (bytes.Length + count > limit)
            {
                throw Invalid($"part '{name}' is longer than {limit} bytes");
            }

            await bytes.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <summary>The name of a part that is a file; an empty name still makes it one.</summary>
    private static string? FileName(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        return name.HasValue ? HeaderUtilities.RemoveQuotes(name).ToString() : null;
    }

    private static string? Boundary(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= LongestBoundary
            ? boundary
            : throw Invalid($"its boundary must have 1 to {LongestBoundary} characters");
    }

    private static TollamaException Invalid(string reason, Exception? cause = null) =>
        new(ErrorCode.InvalidRequest, $"The body is not a usable multipart form: {reason}.", cause);
}
