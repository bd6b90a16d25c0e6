using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tollama.Testing;

/// <summary>
/// Compares an answer with a compatibility fixture's expectation: objects are subsets, arrays compare element by
/// element, numbers within a relative 1e-9, and objects whose keys all begin with <c>$</c> are matchers
/// (tests/contracts/compat-fixtures/README.md).
/// </summary>
public static partial class JsonMatcher
{
    private static readonly HashSet<string> MatcherKeys = new(StringComparer.Ordinal)
    {
        "$any", "$absent", "$type", "$len", "$keys", "$tokens", "$contains", "$min", "$iso_utc", "$approx", "$tol",
    };

    /// <summary>Every mismatch as one sentence with its path; empty when the answer fits.</summary>
    /// <param name="expected">Expectation of the fixture.</param>
    /// <param name="actual">The answer; null when there is none.</param>
    public static IReadOnlyList<string> Mismatches(JsonElement expected, JsonElement? actual)
    {
        var found = new List<string>();
        Match(expected, actual, "$", found);
        return found;
    }

    /// <summary>The same for two JSON texts.</summary>
    public static IReadOnlyList<string> Mismatches(string expected, string actual)
    {
        using var left = JsonDocument.Parse(expected);
        using var right = JsonDocument.Parse(actual);
        return Mismatches(left.RootElement, right.RootElement);
    }

    private static bool IsMatcher(JsonElement expected) =>
        expected.ValueKind == JsonValueKind.Object
        && expected.EnumerateObject().Any()
        && expected.EnumerateObject().All(property => MatcherKeys.Contains(property.Name));

    private static void Match(JsonElement expected, JsonElement? actual, string path, List<string> found)
    {
        if (IsMatcher(expected))
        {
            ApplyMatchers(expected, actual, path, found);
            return;
        }

        if (actual is not { } got)
        {
            found.Add($"{path}: missing");
            return;
        }

        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                MatchObject(expected, got, path, found);
                break;
            case JsonValueKind.Array:
                MatchArray(expected, got, path, found);
                break;
            case JsonValueKind.Number when got.ValueKind == JsonValueKind.Number:
                if (!IsClose(got.GetDouble(), expected.GetDouble(), 1e-9))
                {
                    found.Add($"{path}: {Show(got)} is not {Show(expected)}");
                }

                break;
            case JsonValueKind.String when got.ValueKind == JsonValueKind.String:
                if (!string.Equals(expected.GetString(), got.GetString(), StringComparison.Ordinal))
                {
                    found.Add($"{path}: {Show(got)} is not {Show(expected)}");
                }

                break;
            default:
                if (expected.ValueKind != got.ValueKind)
                {
                    found.Add($"{path}: {Show(got)} is not {Show(expected)}");
                }

                break;
        }
    }

    private static void MatchObject(JsonElement expected, JsonElement got, string path, List<string> found)
    {
        if (got.ValueKind != JsonValueKind.Object)
        {
            found.Add($"{path}: not an object: {Show(got)}");
            return;
        }

        foreach (var property in expected.EnumerateObject())
        {
            Match(property.Value, Child(got, property.Name), $"{path}.{property.Name}", found);
        }
    }

    private static JsonElement? Child(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value : null;

    private static void MatchArray(JsonElement expected, JsonElement got, string path, List<string> found)
    {
        if (got.ValueKind != JsonValueKind.Array || got.GetArrayLength() != expected.GetArrayLength())
        {
            found.Add($"{path}: expected {expected.GetArrayLength()} elements, got {Show(got)}");
            return;
        }

        for (int i = 0; i < expected.GetArrayLength(); i++)
        {
            Match(expected[i], got[i], $"{path}[{i}]", found);
        }
    }

    private static void ApplyMatchers(JsonElement matchers, JsonElement? actual, string path, List<string> found)
    {
        if (Child(matchers, "$absent") is { ValueKind: JsonValueKind.True })
        {
            if (actual is not null)
            {
                found.Add($"{path}: should be absent");
            }

            return;
        }

        if (actual is not { } got)
        {
            found.Add($"{path}: missing");
            return;
        }

        foreach (var matcher in matchers.EnumerateObject())
        {
            if (matcher.NameEquals("$contains"))
            {
                MatchContains(matcher.Value, got, path, found);
            }
            else if (!Fits(matchers, matcher, got))
            {
                found.Add($"{path}: {Show(got)} does not fit {matcher.Name} {Show(matcher.Value)}");
            }
        }
    }

    private static void MatchContains(JsonElement matchers, JsonElement got, string path, List<string> found)
    {
        foreach (var matcher in matchers.EnumerateArray())
        {
            if (got.ValueKind != JsonValueKind.Array
                || !got.EnumerateArray().Any(item => Mismatches(matcher, item).Count == 0))
            {
                found.Add($"{path}: no element fits {Show(matcher)} in {Show(got)}");
            }
        }
    }

    private static bool Fits(JsonElement matchers, JsonProperty matcher, JsonElement got) => matcher.Name switch
    {
        "$type" => HasType(got, matcher.Value.GetString()),
        "$len" => got.ValueKind == JsonValueKind.Array && got.GetArrayLength() == matcher.Value.GetInt32(),
        "$keys" => HasKeys(got, matcher.Value),
        "$tokens" => HasTokens(got, matcher.Value),
        "$min" => got.ValueKind == JsonValueKind.Number && got.GetDouble() >= matcher.Value.GetDouble(),
        "$iso_utc" => got.ValueKind == JsonValueKind.String && IsoUtc().IsMatch(got.GetString() ?? string.Empty),
        "$approx" => got.ValueKind == JsonValueKind.Number
            && IsClose(got.GetDouble(), matcher.Value.GetDouble(), Child(matchers, "$tol")?.GetDouble() ?? 1e-9),
        _ => true,
    };

    private static bool HasType(JsonElement got, string? type) => type switch
    {
        "string" => got.ValueKind == JsonValueKind.String,
        "number" => got.ValueKind == JsonValueKind.Number,
        "integer" => got.ValueKind == JsonValueKind.Number && got.GetRawText().AsSpan().IndexOfAny(".eE") < 0,
        "boolean" => got.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => got.ValueKind == JsonValueKind.Object,
        "array" => got.ValueKind == JsonValueKind.Array,
        "null" => got.ValueKind == JsonValueKind.Null,
        _ => throw new InvalidOperationException($"Unknown $type '{type}' in a fixture."),
    };

    private static bool HasKeys(JsonElement got, JsonElement keys) =>
        got.ValueKind == JsonValueKind.Object
        && got.EnumerateObject().Select(property => property.Name).ToHashSet(StringComparer.Ordinal)
            .SetEquals(keys.EnumerateArray().Select(key => key.GetString() ?? string.Empty));

    private static bool HasTokens(JsonElement got, JsonElement tokens)
    {
        string text = got.ValueKind == JsonValueKind.String ? got.GetString() ?? string.Empty : got.GetRawText();
        return tokens.EnumerateArray()
            .All(token => text.Contains(token.GetString() ?? string.Empty, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsClose(double got, double expected, double tolerance) =>
        Math.Abs(got - expected) <= tolerance * Math.Max(1, Math.Abs(expected));

    private static string Show(JsonElement element)
    {
        string text = element.GetRawText();
        return text.Length <= 160 ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..160]}…");
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\z")]
    private static partial Regex IsoUtc();
}
