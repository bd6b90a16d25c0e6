using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Core.Wire;

/// <summary>
/// JSON whose keys the contract does not fix, as trees. Of a key that occurs twice the last counts, as everywhere in a
/// body; numbers keep the digits they were written with.
/// </summary>
public static class FreeFormJson
{
    /// <summary>The object that a text holds.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="InvalidOperationException">It holds something else.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> json) => ToObject(JsonElement.Parse(json));

    /// <summary>A value as a tree; null for <c>null</c>.</summary>
    public static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ToObject(value),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(ToNode)]),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value.Clone()),
    };

    /// <summary>Removes members that are null, at every depth; items of lists stay.</summary>
    public static void DropNulls(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                DropNulls(item);
            }
        }

        if (node is not JsonObject map)
        {
            return;
        }

        foreach (string key in map.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            map.Remove(key);
        }

        foreach (var (_, value) in map)
        {
            DropNulls(value);
        }
    }

    /// <summary>A free-form object; null when another value was refused.</summary>
    internal static JsonObject? ReadObject(ref this BodyReader reader)
    {
        if (reader.Json.Peek() == JsonKind.Object)
        {
            return ParseObject(reader.SkipValue().Span);
        }

        reader.Report("dict_type", "Input should be a map", reader.SkipValue());
        return null;
    }

    /// <summary>A free-form object, or null where <c>null</c> stands.</summary>
    internal static JsonObject? ReadNullableObject(ref this BodyReader reader) =>
        reader.TryReadNull() ? null : reader.ReadObject();

    private static JsonObject ToObject(JsonElement value)
    {
        var map = new JsonObject();
        foreach (var member in value.EnumerateObject())
        {
            map[member.Name] = ToNode(member.Value);
        }

        return map;
    }
}
