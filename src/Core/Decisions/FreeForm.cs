using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Core.Decisions;

/// <summary>
/// Looks into documents whose shape nobody guarantees: what is missing or of another kind counts as absent.
/// </summary>
internal static class FreeForm
{
    /// <summary>A text that is not empty; null when there is none.</summary>
    public static string? Text(JsonObject? json, string key) =>
        json?[key] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    /// <summary>A finite number; null when there is none.</summary>
    public static double? Number(JsonObject? json, string key) => json?[key] is { } node
        && node.GetValueKind() == JsonValueKind.Number
        && double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture) is var number
        && double.IsFinite(number)
            ? number
            : null;

    /// <summary>True or false; null when it is neither.</summary>
    public static bool? Flag(JsonObject? json, string key) => json?[key]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A map; null when there is none.</summary>
    public static JsonObject? Map(JsonObject? json, string key) => json?[key] as JsonObject;

    /// <summary>The maps of a list; empty when there is none.</summary>
    public static IEnumerable<JsonObject> Maps(JsonObject? json, string key) =>
        (json?[key] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>A copy of a member, or of a fallback where it is absent.</summary>
    public static JsonNode? Copy(JsonObject? json, string key, JsonNode? fallback = null) =>
        json?[key] is { } node ? node.DeepClone() : fallback;

    /// <summary>A list of texts as a document.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
