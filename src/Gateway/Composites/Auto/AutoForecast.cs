using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Responses;

namespace Tollama.Gateway.Composites.Auto;

/// <summary>A forecast whose model was chosen for the caller (contract/http-api §14).</summary>
/// <param name="Selection">Which models, and why.</param>
/// <param name="Response">The forecast.</param>
internal sealed record AutoForecast(ModelSelection Selection, ForecastResponse Response)
{
    /// <summary>Writes <c>{strategy, selection, response}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("strategy", Selection.Strategy);
        writer.WritePropertyName("selection");
        JsonTree.Write(writer, Selection.ToJson(), JsonLayout.Declared);
        writer.WritePropertyName("response");
        ForecastResponseWriter.Write(writer, Response, JsonLayout.Declared);
        writer.WriteEndObject();
    }
}
