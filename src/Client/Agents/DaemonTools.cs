using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Client.Agents;

/// <summary>Tools that ask a daemon about itself and its models.</summary>
internal static class DaemonTools
{
    /// <summary><c>tollama_health</c>.</summary>
    public static async Task<JsonElement> HealthAsync(AgentToolCall call, CancellationToken cancellationToken)
    {
        var health = await call.Transport.GetAsync("/v1/health", "health", cancellationToken);
        var version = await call.Transport.GetAsync("/api/version", "health", cancellationToken);
        return Element(new JsonObject { ["healthy"] = true, ["health"] = Node(health), ["version"] = Node(version) });
    }

    /// <summary><c>tollama_models</c>.</summary>
    public static async Task<JsonElement> ModelsAsync(AgentToolCall call, CancellationToken cancellationToken)
    {
        string mode = call.Text("mode") ?? "installed";
        var reply = await call.Transport.GetAsync(
            mode switch
            {
                "loaded" => "/api/ps",
                "available" => "/api/info",
                _ => "/api/tags",
            },
            "models",
            cancellationToken);
        var models = reply.TryGetProperty("models", out var found) ? found : default;
        if (mode == "available" && models.ValueKind == JsonValueKind.Object)
        {
            models = models.TryGetProperty("available", out var available) ? available : default;
        }

        return Element(new JsonObject
        {
            ["mode"] = mode,
            ["items"] = models.ValueKind == JsonValueKind.Array ? Node(models) : new JsonArray(),
        });
    }

    /// <summary><c>tollama_show</c>.</summary>
    public static Task<JsonElement> ShowAsync(AgentToolCall call, CancellationToken cancellationToken) =>
        call.Transport.PostAsync(
            "/api/show", Element(new JsonObject { ["model"] = call.Text("model") }), "show", cancellationToken);

    /// <summary><c>tollama_pull</c>.</summary>
    public static Task<JsonElement> PullAsync(AgentToolCall call, CancellationToken cancellationToken) =>
        call.Transport.PostAsync(
            "/api/pull",
            Element(new JsonObject
            {
                ["model"] = call.Text("model"),
                ["stream"] = false,
                ["accept_license"] = call.Flag("accept_license"),
            }),
            "pull",
            cancellationToken);

    private static JsonNode? Node(JsonElement element) => JsonNode.Parse(element.GetRawText());

    private static JsonElement Element(JsonObject json) => JsonElement.Parse(json.ToJsonString());
}
