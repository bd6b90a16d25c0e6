using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Forecasting;

namespace Tollama.Gateway.Composites.WhatIf;

/// <summary>A baseline forecast and one per scenario (contract/http-api §16).</summary>
internal sealed class WhatIfRun(ForecastPipeline pipeline)
{
    /// <summary>Runs baseline and scenarios and returns what writes the answer.</summary>
    /// <exception cref="TollamaException">
    /// The baseline's fault; a scenario's only when the request does not continue on errors.
    /// </exception>
    public async Task<Action<Utf8JsonWriter>> RunAsync(
        WhatIfBody body,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var baseline = await pipeline.RunAsync(Job(body, body.Request, caller), cancellationToken);
        var outcomes = new List<ItemOutcome>(body.Scenarios.Count);
        foreach (var scenario in body.Scenarios)
        {
            outcomes.Add(await RunScenarioAsync(body, scenario, caller, cancellationToken));
        }

        return writer => Write(writer, body.Request, baseline, outcomes);
    }

    private async Task<ItemOutcome> RunScenarioAsync(
        WhatIfBody body, Scenario scenario, Caller caller, CancellationToken cancellationToken)
    {
        ForecastRequest changed;
        try
        {
            changed = ScenarioApplication.Apply(body.Request, scenario);
        }
        catch (TollamaException fault) when (body.ContinueOnError)
        {
            return new ItemOutcome(scenario.Name, null, ItemFailure.OfScenario(fault.Message));
        }

        try
        {
            var response = await pipeline.RunAsync(Job(body, changed, caller), cancellationToken);
            return new ItemOutcome(scenario.Name, response, null);
        }
        catch (TollamaException fault) when (body.ContinueOnError)
        {
            return new ItemOutcome(scenario.Name, null, ItemFailure.Of(fault));
        }
    }

    private static ForecastJob Job(WhatIfBody body, ForecastRequest request, Caller caller) => new(request, caller)
    {
        KeepAlive = body.KeepAlive,
        WithNarrative = body.ResponseOptions.Narrative,
    };

    private static void Write(
        Utf8JsonWriter writer, ForecastRequest request, ForecastResponse baseline, IReadOnlyList<ItemOutcome> outcomes)
    {
        writer.WriteStartObject();
        writer.WriteString("model", request.Model);
        writer.WriteNumber("horizon", request.Horizon);
        writer.WritePropertyName("baseline");
        ForecastResponseWriter.Write(writer, baseline, JsonLayout.Declared);
        writer.WriteStartArray("results");
        foreach (var outcome in outcomes)
        {
            outcome.WriteTo(writer, "scenario");
        }

        writer.WriteEndArray();
        ItemOutcome.WriteSummary(writer, "requested_scenarios", outcomes);
        writer.WriteEndObject();
    }
}
