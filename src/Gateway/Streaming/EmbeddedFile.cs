using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Errors;

namespace Tollama.Gateway.Streaming;

/// <summary>Sends a file that is part of this assembly. No path leads from its name to a disk.</summary>
internal static class EmbeddedFile
{
    /// <summary>Pages ask this server only, and nobody may frame them.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors "
            + "'none'";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Sends a file.</summary>
    /// <param name="context">The request.</param>
    /// <param name="folder">Folder among the embedded resources.</param>
    /// <param name="file">Name in it.</param>
    /// <exception cref="TollamaException">NotFound: there is no such file.</exception>
    public static async Task SendAsync(HttpContext context, string folder, string file)
    {
        using var content =
            typeof(EmbeddedFile).Assembly.GetManifestResourceStream($"{folder}/{file}")
            ?? throw new TollamaException(
                ErrorCode.NotFound,
                $"There is no file '{file}' under {context.Request.Path}.");
        context.Response.ContentType = MediaTypes[Path.GetExtension(file)];
        context.Response.ContentLength = content.Length;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Sends the file that a route's <c>{file}</c> names.</summary>
    /// <exception cref="TollamaException">NotFound: there is no such file.</exception>
    public static Task SendNamedAsync(HttpContext context, string folder) =>
        SendAsync(context, folder, (string)context.Request.RouteValues["file"]!); // of the pattern
}
