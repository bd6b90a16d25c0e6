using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Silo.Storage;

/// <summary>
/// JSON as the state folder has it: keys sorted, two spaces, a line end at the end (storage-and-config §1).
/// </summary>
internal static class SortedJson
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>The text of a file.</summary>
    public static byte[] Write(JsonNode json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            Sort(json)!.WriteTo(writer);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static JsonNode? Sort(JsonNode? json) => json switch
    {
        JsonObject map => new JsonObject(map
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        _ => json?.DeepClone(),
    };
}
