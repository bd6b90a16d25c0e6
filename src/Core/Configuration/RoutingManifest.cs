using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Core.Configuration;

/// <summary>
/// Which model serves which mode of auto-forecast, and why: <c>routing.json</c> (storage-and-config §8), as a benchmark
/// leaves it.
/// </summary>
public sealed record RoutingManifest
{
    private const string Recommendation = "routing_recommendation";

    private static readonly string[] Lanes = ["default", "fast_path", "high_accuracy"];
    private static readonly string[] Texts = ["generated_at", "run_id", "eval_ref", "forecast_id", "source", "policy"];
    private static readonly string[] Maps = ["preprocessing_metadata", "routing_rationale"];

    private readonly JsonObject _json;

    private RoutingManifest(JsonObject json, RoutingSettings routing) => (_json, Routing) = (json, routing);

    /// <summary>Model per mode.</summary>
    public RoutingSettings Routing { get; }

    /// <summary>
    /// Reads a manifest, a benchmark result with a <c>routing_recommendation</c>, or an object with the three modes
    /// alone.
    /// </summary>
    /// <exception cref="TollamaException">InvalidRequest: it is none of them; the message names the key.</exception>
    public static RoutingManifest Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var root = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("it must hold one object.");
            return root.ContainsKey("routing") ? ReadManifest(root) : ReadRecommendation(root);
        }
        catch (Exception inner) when (inner is JsonException or ArgumentException)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"This is no routing manifest: {inner.Message} Expected is a routing.json, or the result.json of "
                    + "'tollama benchmark'.",
                inner);
        }
    }

    /// <summary>
    /// The manifest that counts here: the file that <c>TOLLAMA_ROUTING_MANIFEST</c> names, else <c>routing.json</c> of
    /// the state folder; null when it is missing or cannot be read, as then the settings file alone decides.
    /// </summary>
    /// <param name="home">State folder.</param>
    /// <param name="environment">Environment of the process.</param>
    public static RoutingManifest? Find(string home, ProcessEnvironment environment)
    {
        string path = environment.Text("TOLLAMA_ROUTING_MANIFEST") ?? Path.Combine(home, "routing.json");
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path)) : null;
        }
        catch (Exception fault) when (fault is TollamaException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Model per mode where the settings file speaks first and a manifest fills the gaps.</summary>
    public static RoutingSettings Merge(RoutingSettings config, RoutingManifest? manifest) => new()
    {
        Default = config.Default ?? manifest?.Routing.Default,
        FastPath = config.FastPath ?? manifest?.Routing.FastPath,
        HighAccuracy = config.HighAccuracy ?? manifest?.Routing.HighAccuracy,
    };

    /// <summary>The whole manifest, every key of the contract present.</summary>
    public JsonObject ToJson() => _json.DeepClone().AsObject();

    private static RoutingManifest ReadManifest(JsonObject root)
    {
        RefuseUnknown(root, ["version", "routing", "caveats", .. Texts, .. Maps]);
        if (
            root["version"] is { } version
            && !(version is JsonValue value && value.TryGetValue(out int number) && number == 1))
        {
            throw new JsonException("'version' must be 1.");
        }

        return Build(root, root["routing"]);
    }

    /// <summary>A benchmark result has many more keys; those that a manifest has too are taken over.</summary>
    private static RoutingManifest ReadRecommendation(JsonObject root) =>
        Build(
            root,
            root.ContainsKey(Recommendation) ? root[Recommendation] : root,
            isBare: !root.ContainsKey(Recommendation));

    private static RoutingManifest Build(JsonObject facts, JsonNode? lanes, bool isBare = false)
    {
        var modes = lanes as JsonObject ?? throw new JsonException("the modes must be an object.");
        RefuseUnknown(modes, Lanes);
        var json = new JsonObject { ["version"] = 1 };
        foreach (string key in Texts)
        {
            json[key] = isBare ? string.Empty : Text(facts, key) ?? string.Empty;
        }

        var routing = new RoutingSettings
        {
            Default = Text(modes, Lanes[0]),
            FastPath = Text(modes, Lanes[1]),
            HighAccuracy = Text(modes, Lanes[2]),
        };
        if (routing == new RoutingSettings())
        {
            throw new JsonException($"no mode ({string.Join(", ", Lanes)}) names a model.");
        }

        json["routing"] = new JsonObject([
            .. Lanes.Select(lane => KeyValuePair.Create<string, JsonNode?>(lane, Text(modes, lane))),
        ]);
        json["caveats"] = facts["caveats"] is JsonArray caveats ? caveats.DeepClone() : new JsonArray();
        foreach (string key in Maps)
        {
            json[key] = facts[key] is JsonObject map ? map.DeepClone() : new JsonObject();
        }

        return new RoutingManifest(json, routing);
    }

    private static string? Text(JsonObject json, string key) => json[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text.Length == 0 ? null : text,
        _ => throw new JsonException($"'{key}' must be a text."),
    };

    private static void RefuseUnknown(JsonObject json, IReadOnlyList<string> known)
    {
        var unknown = json.Select(member => member.Key)
            .FirstOrDefault(key => !known.Contains(key, StringComparer.Ordinal));
        if (unknown is not null)
        {
            throw new JsonException($"'{unknown}' is not known here.");
        }
    }
}
