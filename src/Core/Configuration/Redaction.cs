using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Core.Configuration;

/// <summary>Hides secrets in what is shown of settings and environment (storage-and-config §5.1).</summary>
public static class Redaction
{
    private const string Hidden = "***";

    private static readonly string[] SecretWords =
    [
        "token",
        "secret",
        "password",
        "authorization",
        "api_key",
        "apikey",
    ];

    /// <summary>Hides user and password in a proxy address; the last <c>@</c> separates them from the host.</summary>
    public static string ProxyUrl(string url)
    {
        string text = url.Trim();
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        int start = scheme < 0 ? 0 : scheme + 3;
        int end = text.AsSpan(start).IndexOfAny("/?#");
        var authority = end < 0 ? text.AsSpan(start) : text.AsSpan(start, end);
        int at = authority.LastIndexOf('@');
        if (at <= 0)
        {
            return text;
        }

        string user = authority[..at].Contains(':') ? $"{Hidden}:{Hidden}" : Hidden;
        return string.Concat(text.AsSpan(0, start), user, text.AsSpan(start + at));
    }

    /// <summary>A copy of a settings document without its secrets.</summary>
    public static JsonNode? Document(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.Select(pair => KeyValuePair.Create(pair.Key, Member(pair.Key, pair.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Document)]),
            _ => node?.DeepClone(),
        };

    /// <summary>Environment variables without the known token variables, other secrets hidden.</summary>
    public static IReadOnlyDictionary<string, string?> Variables(
        IEnumerable<KeyValuePair<string, string?>> variables) =>
        variables
            .Where(pair => !PullDefaults.TokenVariableNames.Contains(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value is null ? null : Text(pair.Key, pair.Value));

    private static JsonNode? Member(string key, JsonNode? value)
    {
        if (IsSecret(key))
        {
            return Hidden;
        }

        return IsProxy(key) ? ProxyValue(value) : Document(value);
    }

    private static JsonNode? ProxyValue(JsonNode? value) => value switch
    {
        JsonValue text when text.GetValueKind() == JsonValueKind.String => ProxyUrl(text.GetValue<string>()),
        JsonArray list => new JsonArray([.. list.Select(ProxyValue)]),
        _ => Document(value),
    };

    private static string Text(string key, string value)
    {
        if (IsSecret(key))
        {
            return Hidden;
        }

        return IsProxy(key) ? ProxyUrl(value) : value;
    }

    private static bool IsProxy(string key) => key.Contains("proxy", StringComparison.OrdinalIgnoreCase);

    private static bool IsSecret(string key) =>
        !key.EndsWith("_present", StringComparison.OrdinalIgnoreCase)
        && SecretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));
}
