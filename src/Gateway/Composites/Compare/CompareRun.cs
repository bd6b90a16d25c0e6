using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Forecasting;

namespace Tollama.Gateway.Composites.Compare;

/// <summary>
/// The same request to several models, one after the other in the given order (contract/http-api §15).
/// </summary>
internal sealed class CompareRun(ForecastPipeline pipeline)
{
    /// <summary>
    /// Runs every model and returns what writes the answer. A model's fault is an entry, never the answer.
    /// </summary>
    public async Task<Action<Utf8JsonWriter>> RunAsync(
        CompareBody body,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var outcomes = new List<ItemOutcome>(body.Models.Count);
        foreach (string model in body.Models)
        {
            outcomes.Add(await RunModelAsync(body, model, caller, cancellationToken));
        }

        var narrative = body.ResponseOptions.Narrative ? CompareNarrative.Tell(outcomes) : null;
        return writer => Write(writer, body, outcomes, narrative);
    }

    private async Task<ItemOutcome> RunModelAsync(
        CompareBody body, string model, Caller caller, CancellationToken cancellationToken)
    {
        var job = new ForecastJob(body.Request with { Model = model }, caller)
        {
            KeepAlive = body.KeepAlive,
            WithNarrative = body.ResponseOptions.Narrative,
        };
        try
        {
            return new ItemOutcome(model, await pipeline.RunAsync(job, cancellationToken), null);
        }
        catch (TollamaException fault)
        {
            return new ItemOutcome(model, null, ItemFailure.Of(fault));
        }
    }

    private static void Write(
        Utf8JsonWriter writer, CompareBody body, IReadOnlyList<ItemOutcome> outcomes, JsonObject? narrative)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("models");
        foreach (string model in body.Models)
        {
            writer.WriteStringValue(model);
        }

        writer.WriteEndArray();
        writer.WriteNumber("horizon", body.Request.Horizon);
        writer.WriteStartArray("results");
        foreach (var outcome in outcomes)
        {
            outcome.WriteTo(writer, "model");
        }

        writer.WriteEndArray();
        ItemOutcome.WriteSummary(writer, "requested_models", outcomes);
        writer.WritePropertyName("narrative");
        JsonTree.Write(writer, narrative, JsonLayout.Declared);
        writer.WriteEndObject();
    }
}
