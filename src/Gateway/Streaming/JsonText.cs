using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Gateway.Streaming;

/// <summary>Documents that are written straight into bytes, where a tree is needed.</summary>
internal static class JsonText
{
    /// <summary>The document as a tree; numbers keep the digits they were written with.</summary>
    public static JsonNode? ToNode(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonOutput.Compact))
        {
            write(writer);
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }
}
