using System.Text.Json;

namespace Tollama.Cli.Output;

/// <summary>Reads members of replies that may lack them.</summary>
internal static class JsonFields
{
    /// <summary>A text member; null when it is absent, null or not a text.</summary>
    public static string? Text(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    /// <summary>A whole number; null when it is absent or something else.</summary>
    public static long? Integer(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out long number)
            ? number
            : null;

    /// <summary>A number; null when it is absent or something else.</summary>
    public static double? Number(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Number } member ? member.GetDouble() : null;

    /// <summary>A flag; null when it is absent or something else.</summary>
    public static bool? Flag(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } member
            ? member.GetBoolean()
            : null;

    /// <summary>The items of an array member; none when it is absent or something else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } member ? member.EnumerateArray() : [];

    /// <summary>A member that is not null; null when it is.</summary>
    public static JsonElement? Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member)
            && member.ValueKind != JsonValueKind.Null ? member : null;
}
