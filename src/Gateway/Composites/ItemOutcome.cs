using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Responses;

namespace Tollama.Gateway.Composites;

/// <summary>How one item of a composite ended: with a response or a failure.</summary>
/// <param name="Name">Model or scenario.</param>
/// <param name="Response">The answer; null when it failed.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
internal sealed record ItemOutcome(string Name, ForecastResponse? Response, ItemFailure? Failure)
{
    /// <summary>Writes <c>{model|scenario, ok, response, error}</c>.</summary>
    /// <param name="writer">Receives the object.</param>
    /// <param name="nameKey">Key of the name.</param>
    public void WriteTo(Utf8JsonWriter writer, string nameKey)
    {
        writer.WriteStartObject();
        writer.WriteString(nameKey, Name);
        writer.WriteBoolean("ok", Response is not null);
        writer.WritePropertyName("response");
        if (Response is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            ForecastResponseWriter.Write(writer, Response, JsonLayout.Declared);
        }

        writer.WritePropertyName("error");
        if (Failure is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            Failure.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes <c>summary: {requested_…, succeeded, failed}</c> of all outcomes.</summary>
    public static void WriteSummary(Utf8JsonWriter writer, string countKey, IReadOnlyList<ItemOutcome> outcomes)
    {
        int succeeded = outcomes.Count(outcome => outcome.Response is not null);
        writer.WriteStartObject("summary");
        writer.WriteNumber(countKey, outcomes.Count);
        writer.WriteNumber("succeeded", succeeded);
        writer.WriteNumber("failed", outcomes.Count - succeeded);
        writer.WriteEndObject();
    }
}
