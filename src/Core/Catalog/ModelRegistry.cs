using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Core.Catalog;

/// <summary>
/// The models that can be pulled by name: the product's own table, one file a model under <c>model-registry/</c>.
/// </summary>
public static class ModelRegistry
{
    private const string Prefix = "registry/";

    /// <summary>The product's own entries, by name.</summary>
    public static IReadOnlyList<RegistryEntry> BuiltIn { get; } =
        typeof(ModelRegistry)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(ReadResource)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToList();

    /// <summary>Reads one entry in the registry's schema (storage-and-config §3). Unknown keys are refused.</summary>
    /// <exception cref="JsonException">It breaks the schema: the message names the key.</exception>
    public static RegistryEntry ReadEntry(JsonObject json)
    {
        RefuseUnknown(json, "name", "family", "source", "license", "defaults", "metadata", "capabilities");
        var source = Object(json, "source") ?? throw new JsonException("'source' is missing.");
        RefuseUnknown(source, "type", "repo_id", "revision");
        _ = Object(json, "defaults");
        return new RegistryEntry
        {
            Name = Text(json, "name"),
            Family = Text(json, "family"),
            Source = new ModelSource(Text(source, "type"), Text(source, "repo_id"), Text(source, "revision")),
            Licence = ReadLicence(Object(json, "license") ?? throw new JsonException("'license' is missing.")),
            Metadata = Object(json, "metadata")?.DeepClone().AsObject(),
            Capabilities = Object(json, "capabilities") is { } capabilities ? ReadCapabilities(capabilities) : null,
        };
    }

    private static RegistryEntry ReadResource(string name)
    {
        using var content = typeof(ModelRegistry).Assembly.GetManifestResourceStream(name)!;
        return ReadEntry(JsonNode.Parse(content)!.AsObject());
    }

    private static ModelLicence ReadLicence(JsonObject json)
    {
        RefuseUnknown(json, "type", "id", "needs_acceptance", "notice");
        bool needsAcceptance = Flag(json, "needs_acceptance");
        return new ModelLicence
        {
            Type = Text(json, json.ContainsKey("type") ? "type" : "id"), // "id" is its other spelling
            NeedsAcceptance = needsAcceptance,
            Accepted = !needsAcceptance,
            Notice = json["notice"] is null ? null : Text(json, "notice"),
        };
    }

    private static ModelCapabilities ReadCapabilities(JsonObject json)
    {
        string[] flags = [.. ManifestJson.WriteCapabilities(ModelCapabilities.None).Select(flag => flag.Key)];
        RefuseUnknown(json, flags);
        foreach (var (flag, _) in json)
        {
            _ = Flag(json, flag);
        }

        return ManifestJson.ReadCapabilities(json);
    }

    private static string Text(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0
            ? text
            : throw new JsonException($"'{key}' must be a text that is not empty.");

    private static bool Flag(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out bool flag)
            ? flag
            : throw new JsonException($"'{key}' must be true or false.");

    private static JsonObject? Object(JsonObject json, string key) => json[key] switch
    {
        null => null,
        JsonObject value => value,
        _ => throw new JsonException($"'{key}' must be a map."),
    };

    private static void RefuseUnknown(JsonObject json, params ReadOnlySpan<string> known)
    {
        foreach (var (key, _) in json)
        {
            if (!known.Contains(key))
            {
                throw new JsonException($"'{key}' is not known here.");
            }
        }
    }
}
