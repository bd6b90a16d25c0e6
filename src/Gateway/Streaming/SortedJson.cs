using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Gateway.Streaming;

/// <summary>JSON with keys in order and null members left out, at every depth.</summary>
internal static class SortedJson
{
    /// <summary>Writes a document.</summary>
    public static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                WriteObject(writer, map);
                break;
            case JsonArray list:
                WriteArray(writer, list);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonObject map)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map.Where(pair => pair.Value is not null).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(key);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, JsonArray list)
    {
        writer.WriteStartArray();
        foreach (var item in list)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }
}
