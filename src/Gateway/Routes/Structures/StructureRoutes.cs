using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Composites.Counterfactuals;
using Tollama.Gateway.Composites.ScenarioTrees;
using Tollama.Gateway.Composites.Synthesis;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Structures;

/// <summary>Counterfactuals, scenario trees, synthetic series (contract/http-api §18.9).</summary>
internal sealed class StructureRoutes(CounterfactualRun counterfactual, ScenarioTreeRun tree) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "composites";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
        [
            new(
                "POST",
                "/api/counterfactual",
                context => AnswerAsync(context, StructureBodies.ReadCounterfactual, counterfactual.RunAsync))
            {
                Summary = "What an intervention changed, against a forecast from before it.",
                Request = "CounterfactualRequest",
                Response = "CounterfactualResponse",
                Errors = [404, 409, 429, 502, 503],
            },
            new(
                "POST",
                "/api/scenario-tree",
                context => AnswerAsync(context, StructureBodies.ReadScenarioTree, tree.RunAsync))
            {
                Summary = "A tree of possible futures, branching at quantiles.",
                Request = "ScenarioTreeRequest",
                Response = "ScenarioTreeResponse",
                Errors = [404, 409, 429, 502, 503],
            },
            new("POST", "/api/generate", GenerateAsync)
            {
                Summary = "Synthetic series that resemble given ones.",
                Request = "GenerateRequest",
                Response = "GenerateResponse",
            },
        ];

    /// <summary>The answer quotes the body, so it is sent while the body is there.</summary>
    private static async Task GenerateAsync(HttpContext context) =>
        await BodyRun.RunAsync(context, StructureBodies.ReadGenerate, async body =>
        {
            await JsonAnswer.SendAsync(context, writer => GenerateRun.Write(writer, body));
            return body.Count;
        });

    private static async Task AnswerAsync<TBody>(
        HttpContext context,
        Func<ReadOnlyMemory<byte>, TBody> read,
        Func<TBody, Caller, CancellationToken, Task<Action<Utf8JsonWriter>>> run)
    {
        using var memory = AnswerMemory.Hold();
        var write = await BodyRun.RunSeveralAsync(
            context,
            read,
            body => run(body, context.Caller(), context.RequestAborted));
        await JsonAnswer.SendAsync(context, write);
    }
}
