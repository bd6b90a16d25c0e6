using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Tollama.Core.Catalog;

namespace Tollama.Core.Configuration;

/// <summary>
/// Says in the words of the settings file what is wrong with it. Values that may be secret are not shown.
/// </summary>
internal static class ConfigFault
{
    /// <summary>Where a text is no JSON.</summary>
    public static string NoJson(JsonException fault) =>
        $"it is no JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}";

    /// <summary>The first setting that is unknown or of another type; null when there is none.</summary>
    public static string? Find(JsonObject raw) => Find(raw, ConfigJson.Default.TollamaConfig, string.Empty);

    private static string? Find(JsonObject section, JsonTypeInfo type, string prefix)
    {
        foreach (var (name, value) in section)
        {
            string key = prefix + name;
            var property = type.Properties.FirstOrDefault(known => known.Name == name);
            string? fault = property is null
                ? Unknown(key, type.Properties.Select(known => prefix + known.Name))
                : FindIn(value, property, key);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? FindIn(JsonNode? value, JsonPropertyInfo property, string key)
    {
        var type = ConfigJson.Default.GetTypeInfo(property.PropertyType)!; // the context knows what it writes
        if (value is null)
        {
            bool takesNull = property.PropertyType.IsValueType
                ? Nullable.GetUnderlyingType(property.PropertyType) is not null
                : property.IsSetNullable;
            return takesNull ? null : Wrong(key, value, property.PropertyType);
        }

        if (type.Kind == JsonTypeInfoKind.Object)
        {
            return value is JsonObject section
                ? Find(section, type, key + ".")
                : Wrong(key, value, property.PropertyType);
        }

        try
        {
            _ = value.Deserialize(type);
            return null;
        }
        catch (JsonException)
        {
            return Wrong(key, value, property.PropertyType);
        }
    }

    private static string Unknown(string key, IEnumerable<string> known) =>
        $"'{key}' is no setting"
        + (Suggestions.Closest(key, known) is { } near ? $"; did you mean '{near}'?" : string.Empty);

    private static string Wrong(string key, JsonNode? value, Type type) =>
        $"{key} is {Shown(value)}; it must be {Expected(Nullable.GetUnderlyingType(type) ?? type)}";

    private static string Shown(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => "a text",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => value.ToJsonString(),
    };

    private static string Expected(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type == typeof(string) ? "a text"
        : type == typeof(IReadOnlyList<string>) ? "a list of texts"
        : type == typeof(IReadOnlyList<int>) ? "a list of whole numbers"
        : type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>) ? "an object of lists of texts"
        : "an object";
}
