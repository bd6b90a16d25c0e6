using System.Text.Json.Nodes;

namespace Tollama.Gateway.Agents;

/// <summary>What this agent tells others of itself (agents §7).</summary>
internal static class AgentCard
{
    private const string Json = "application/json";

    /// <summary>The card.</summary>
    /// <param name="baseAddress">Address of the server as the caller sees it, without a slash at the end.</param>
    /// <param name="version">Version of the product.</param>
    /// <param name="needsKey">Whether callers need an API key.</param>
    /// <param name="hasModels">Whether any model is installed.</param>
    public static JsonObject Create(string baseAddress, string version, bool needsKey, bool hasModels) => new()
    {
        ["name"] = "tollama",
        ["description"] = "Forecasts time series with foundation models and statistical methods.",
        ["supportedInterfaces"] = new JsonArray(new JsonObject
        {
            ["url"] = baseAddress + "/a2a",
            ["protocolBinding"] = "JSONRPC",
            ["protocolVersion"] = "1.0",
        }),
        ["provider"] = new JsonObject { ["organization"] = "tollama", ["url"] = baseAddress },
        ["version"] = version,
        ["documentationUrl"] = baseAddress + "/docs",
        ["capabilities"] = new JsonObject
        {
            ["streaming"] = true,
            ["pushNotifications"] = false,
            ["extendedAgentCard"] = false,
        },
        ["securitySchemes"] = needsKey
            ? new JsonObject { ["bearerAuth"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "API key" } }
            : new JsonObject(),
        ["securityRequirements"] = needsKey
            ? new JsonArray(new JsonObject { ["bearerAuth"] = new JsonArray() })
            : new JsonArray(),
        ["defaultInputModes"] = new JsonArray(Json),
        ["defaultOutputModes"] = new JsonArray(Json),
        ["skills"] = new JsonArray([.. Skills(hasModels)]),
    };

    private static IEnumerable<JsonObject> Skills(bool hasModels)
    {
        yield return Skill(
            "analyze",
            "Analyse series",
            "Frequency, season, trend, anomalies and data quality of series.");
        yield return Skill("recommend", "Recommend models", "Models that can serve a horizon and covariates.");
        yield return Skill("generate", "Generate series", "Synthetic series that resemble given ones.");
        if (!hasModels)
        {
            yield break;
        }

        yield return Skill("forecast", "Forecast", "A forecast with one model.");
        yield return Skill(
            "auto_forecast",
            "Forecast automatically",
            "A forecast with a model, or several, chosen for the request.");
        yield return Skill("compare", "Compare models", "The same forecast with several models.");
        yield return Skill("what_if", "What if", "A forecast and what changes to its input change in it.");
        yield return Skill("pipeline", "Pipeline", "Analysis, recommendation and forecast in one task.");
    }

    private static JsonObject Skill(string id, string name, string description) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["description"] = description,
        ["tags"] = new JsonArray("time-series", id),
        ["inputModes"] = new JsonArray(Json),
        ["outputModes"] = new JsonArray(Json),
    };
}
