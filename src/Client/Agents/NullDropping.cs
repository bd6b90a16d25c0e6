using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Client.Agents;

/// <summary>Leaves members that are null out of a document; items of lists stay.</summary>
internal static class NullDropping
{
    /// <summary>The document without them.</summary>
    public static JsonElement Apply(JsonElement document)
    {
        var node = JsonNode.Parse(document.GetRawText());
        Drop(node);
        return JsonElement.Parse(node?.ToJsonString() ?? "null");
    }

    private static void Drop(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Drop(item);
            }
        }

        if (node is not JsonObject map)
        {
            return;
        }

        foreach (string name in map.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            map.Remove(name);
        }

        foreach (var (_, value) in map)
        {
            Drop(value);
        }
    }
}
