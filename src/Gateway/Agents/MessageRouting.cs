using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Wire;

namespace Tollama.Gateway.Agents;

/// <summary>Finds out what a message asks for (agents §7). Pure.</summary>
internal static class MessageRouting
{
    /// <summary>The operations, by name.</summary>
    public static readonly IReadOnlyList<string> Operations =
        ["forecast", "auto_forecast", "analyze", "generate", "compare", "what_if", "pipeline", "recommend"];

    private static readonly string[] Selectors = ["skill", "operation", "tool", "name"];

    /// <summary>The request inside a message.</summary>
    /// <exception cref="TollamaException">
    /// InvalidRequest: there is no object in it, or nobody can tell what it asks for.
    /// </exception>
    public static AgentRequest Read(JsonObject message)
    {
        var content =
            (message["parts"] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(Content)
                .FirstOrDefault(found => found is not null)
            ?? throw Unclear("The message has no part with an object: send 'data', or JSON as 'text'.");
        if (content.TryGetPropertyValue("request", out var written) && written is not JsonObject)
        {
            throw Unclear("'request' must be an object.");
        }

        var request = (written as JsonObject ?? content).DeepClone().AsObject();
        string operation =
            Selectors.Select(key => Named(content[key])).FirstOrDefault(name => name is not null)
            ?? Infer(request)
            ?? throw Unclear($"It is not clear what to do; name one of {string.Join(", ", Operations)} as 'skill'.");
        foreach (string key in Selectors)
        {
            request.Remove(key);
        }

        return new AgentRequest(operation, request);
    }

    private static JsonObject? Content(JsonObject part)
    {
        if (part["data"] is JsonObject data)
        {
            return data;
        }

        if (
            part["text"] is not JsonValue value
            || !value.TryGetValue(out string? text)
            || !text.TrimStart().StartsWith('{'))
        {
            return null;
        }

        try
        {
            return FreeFormJson.ParseObject(System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException)
        {
            return null; // prose that begins with a brace
        }
    }

    private static string? Named(JsonNode? selector)
    {
        if (selector is not JsonValue value || !value.TryGetValue(out string? text))
        {
            return null;
        }

        string name = text.Trim().ToLowerInvariant().Replace('-', '_');
        name = name.StartsWith("tollama_", StringComparison.Ordinal) ? name["tollama_".Length..] : name;
        name = name switch
        {
            "autoforecast" => "auto_forecast",
            "whatif" => "what_if",
            _ => name,
        };
        return Operations.Contains(name, StringComparer.Ordinal) ? name : null;
    }

    /// <summary>What fields of the request give away, the most telling ones first.</summary>
    private static string? Infer(JsonObject request)
    {
        bool Has(params ReadOnlySpan<string> keys)
        {
            foreach (string key in keys)
            {
                if (!request.ContainsKey(key))
                {
                    return false;
                }
            }

            return true;
        }

        bool isStatistical =
            request["method"] is JsonValue value && value.TryGetValue(out string? method) && method == "statistical";
        (bool Applies, string Operation)[] clues =
        [
            (Has("scenarios"), "what_if"),
            (Has("models"), "compare"),
            (Has("count") || Has("variation") || isStatistical, "generate"),
            (Has("pull_if_missing") || Has("recommend_top_k"), "pipeline"),
            (Has("allow_fallback"), "auto_forecast"),
            (Has("model", "horizon", "series"), "forecast"),
            (Has("horizon", "has_future_covariates"), "recommend"),
            (Has("series"), "analyze"),
        ];
        return clues.FirstOrDefault(clue => clue.Applies).Operation;
    }

    private static TollamaException Unclear(string message) => new(ErrorCode.InvalidRequest, message);
}
