using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Wire;

namespace Tollama.Gateway.Streaming;

/// <summary>An answer of JSON lines: compact, keys sorted, null members left out (contract/http-api §1.1).</summary>
internal sealed class NdjsonStream(HttpContext context)
{
    private readonly ArrayBufferWriter<byte> _line = new(1024);

    /// <summary>Media type of such an answer.</summary>
    public const string ContentType = "application/x-ndjson";

    /// <summary>Sends one line at once.</summary>
    public async Task WriteAsync(JsonObject line)
    {
        context.Response.ContentType ??= ContentType;
        _line.ResetWrittenCount();
        WriteLine(_line, line);
        await context.Response.Body.WriteAsync(_line.WrittenMemory, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static void WriteLine(ArrayBufferWriter<byte> buffer, JsonObject line)
    {
        using (var writer = new Utf8JsonWriter(buffer, JsonOutput.Compact))
        {
            JsonTree.Write(writer, line, JsonLayout.Sorted);
        }

        buffer.Write("\n"u8);
    }
}
