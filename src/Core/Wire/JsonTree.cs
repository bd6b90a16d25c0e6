using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Core.Wire;

/// <summary>Writes free-form JSON trees in either layout; doubles keep their point.</summary>
public static class JsonTree
{
    /// <summary>Writes a tree.</summary>
    public static void Write(Utf8JsonWriter writer, JsonNode? node, JsonLayout layout)
    {
        switch (node)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonObject map:
                WriteObject(writer, map, layout);
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item, layout);
                }

                writer.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue(out double number) && IsDouble(value):
                NumberText.Write(writer, number);
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonObject map, JsonLayout layout)
    {
        IEnumerable<KeyValuePair<string, JsonNode?>> members = layout == JsonLayout.Sorted
            ? map.Where(member => member.Value is not null).OrderBy(member => member.Key, StringComparer.Ordinal)
            : map;
        writer.WriteStartObject();
        foreach (var (key, value) in members)
        {
            writer.WritePropertyName(key);
            Write(writer, value, layout);
        }

        writer.WriteEndObject();
    }

    // A node made from a JSON text answers to any numeric type; only one made from a double is one.
    private static bool IsDouble(JsonValue value) =>
        !value.TryGetValue(out JsonElement _) && !value.TryGetValue(out long _);
}
