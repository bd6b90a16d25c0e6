using System.Net;
using System.Net.Http.Headers;

namespace Tollama.Silo.Hub;

/// <summary>What the headers of a file's answer say.</summary>
/// <param name="From">Offset of the body's first byte in the file.</param>
/// <param name="TotalSize">Bytes of the whole file; null when the server does not say.</param>
/// <param name="Digest">Digest that the hub announces: 64 hex digits (sha256), 40 (git blob id), or null.</param>
/// <param name="EntityTag">
/// Strong tag of the server that holds the bytes, for <c>If-Range</c>; null when it has none.
/// </param>
internal sealed record HubFileFacts(long From, long? TotalSize, string? Digest, EntityTagHeaderValue? EntityTag)
{
    /// <summary>
    /// Reads them from the last answer and the digest that the first answer of the same request announced.
    /// </summary>
    public static HubFileFacts Read(HttpResponseMessage response, string? digest)
    {
        var range = response.Content.Headers.ContentRange;
        bool isPart = response.StatusCode == HttpStatusCode.PartialContent;
        var tag = response.Headers.ETag;
        return new HubFileFacts(
            isPart ? range?.From ?? 0 : 0,
            isPart ? range?.Length : response.Content.Headers.ContentLength,
            digest,
            tag is { IsWeak: false } ? tag : null);
    }

    /// <summary>Digest that an answer announces for the file behind it; null when there is none.</summary>
    public static string? ReadDigest(HttpResponseMessage response)
    {
        string? linked = response.Headers.TryGetValues("X-Linked-ETag", out var values)
            ? values.FirstOrDefault()
            : null;
        string? tag = linked ?? response.Headers.ETag?.Tag;
        tag = tag?.Replace("W/", string.Empty, StringComparison.Ordinal).Trim('"').ToLowerInvariant();
        return tag is { Length: 40 or 64 } && tag.All(char.IsAsciiHexDigitLower) ? tag : null;
    }
}
