using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Gateway.Tests.Fixtures;

/// <summary>Reads an event stream the way the fixtures describe it.</summary>
internal static class ServerSentEvents
{
    /// <summary>The blocks as a JSON array of <c>{retry}</c> and <c>{event, data}</c>; comments are left out.</summary>
    public static string ToJson(string text)
    {
        var blocks = new JsonArray();
        foreach (string block in text.Replace("\r\n", "\n", StringComparison.Ordinal).Split("\n\n"))
        {
            var fields = Fields(block);
            if (fields.TryGetValue("data", out string? data))
            {
                blocks.Add(new JsonObject
                {
                    ["event"] = fields.GetValueOrDefault("event", "message"),
                    ["data"] = Parse(data),
                });
            }
            else if (fields.TryGetValue("retry", out string? retry))
            {
                blocks.Add(new JsonObject { ["retry"] = JsonNode.Parse(retry) });
            }
        }

        return blocks.ToJsonString();
    }

    private static Dictionary<string, string> Fields(string block)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in block.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                continue;
            }

            string key = line[..colon];
            string value = line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            fields[key] = key == "data" && fields.TryGetValue(key, out string? before) ? $"{before}\n{value}" : value;
        }

        return fields;
    }

    private static JsonNode? Parse(string data)
    {
        try
        {
            return JsonNode.Parse(data);
        }
        catch (JsonException)
        {
            return JsonValue.Create(data);
        }
    }
}
