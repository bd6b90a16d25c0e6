using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>A forecast response that a caller sends back to be worked on (contract/http-api §3), valid.</summary>
/// <param name="Json">All of it; nobody changes it.</param>
/// <param name="Forecasts">Its forecasts, at least one, quantiles by level.</param>
public sealed record ForecastDocument(JsonObject Json, IReadOnlyList<SeriesForecast> Forecasts)
{
    /// <summary>The model that made it.</summary>
    public string Model => Json["model"]!.GetValue<string>(); // the schema requires it

    /// <summary>Its warnings; empty for none.</summary>
    public IReadOnlyList<string> Warnings =>
        Json["warnings"] is JsonArray warnings ? [.. warnings.Select(warning => warning!.GetValue<string>())] : [];

    /// <summary>The forecast of one series as it was sent, to be changed.</summary>
    public JsonObject CopyOf(int index) => Json["forecasts"]![index]!.DeepClone().AsObject();

    /// <summary>The response with other forecasts and further warnings; members that are null are left out.</summary>
    public JsonObject With(IEnumerable<JsonObject> forecasts, IEnumerable<string> warnings)
    {
        var json = Json.DeepClone().AsObject();
        json["forecasts"] = new JsonArray([.. forecasts]);
        string[] all = [.. Warnings.Concat(warnings).Distinct(StringComparer.Ordinal)];
        json["warnings"] = all.Length > 0 ? new JsonArray([.. all.Select(warning => (JsonNode)warning)]) : null;
        FreeFormJson.DropNulls(json);
        return json;
    }
}
