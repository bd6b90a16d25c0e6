using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Wire;

namespace Tollama.Gateway.Streaming;

/// <summary>Answers with one JSON document.</summary>
internal static class JsonAnswer
{
    /// <summary>Sends a document with its length.</summary>
    public static Task SendAsync(HttpContext context, JsonNode document, int status = StatusCodes.Status200OK) =>
        SendAsync(context, writer => document.WriteTo(writer), status);

    /// <summary>
    /// Sends a document whose numbers may be beyond a double's range: what is not finite is sent as null.
    /// </summary>
    public static Task SendComputedAsync(HttpContext context, JsonNode document) =>
        SendAsync(context, writer => JsonTree.Write(writer, document, JsonLayout.Declared));

    /// <summary>Writes the document and sends it with its length.</summary>
    /// <param name="context">The request.</param>
    /// <param name="write">Writes one JSON value.</param>
    /// <param name="status">Status of the answer.</param>
    public static Task SendAsync(
        HttpContext context,
        Action<Utf8JsonWriter> write,
        int status = StatusCodes.Status200OK)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(body, JsonOutput.Compact))
        {
            write(writer);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = JsonOutput.ContentType;
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }
}
