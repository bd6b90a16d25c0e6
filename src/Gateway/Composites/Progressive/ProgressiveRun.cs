using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Composites.Auto;
using Tollama.Gateway.Events;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Composites.Progressive;

/// <summary>A quick forecast first, then a better one, as events (contract/http-api §18.5).</summary>
internal sealed class ProgressiveRun(
    AutoForecastRun auto, ModelDirectory models, ModelAttempt attempt, EventBus bus, TimeProvider time)
{
    /// <summary>Chooses the models.</summary>
    /// <exception cref="TollamaException">
    /// ModelNotFound: no model can serve, or the requested one is missing.
    /// </exception>
    public async Task<ProgressivePlan> PlanAsync(AutoForecastBody body)
    {
        var warnings = new List<string>();
        if (body.Model is { } model)
        {
            if (await models.TryFindAsync(model) is { } found)
            {
                return new ProgressivePlan([new ProgressiveStage("explicit", model, found.Artifact.Family)], warnings);
            }

            if (!body.AllowFallback)
            {
                throw await models.NotInstalledAsync(model);
            }

            warnings.Add($"requested model '{model}' is not installed; another one serves");
        }

        var fastest = await BestAsync(body, "fastest");
        var best = await BestAsync(body, "best_accuracy");
        return new ProgressivePlan(best.Model == fastest.Model ? [fastest] : [fastest, best], warnings);
    }

    /// <summary>Runs the stages; one that fails does not stop the next.</summary>
    public async Task RunAsync(
        AutoForecastBody body,
        ProgressivePlan plan,
        Caller caller,
        SseStream stream,
        CancellationToken cancellationToken)
    {
        foreach (string warning in plan.Warnings)
        {
            await TellAsync(stream, caller, "forecast.warning", new JsonObject { ["message"] = warning });
        }

        for (int i = 0; i < plan.Stages.Count; i++)
        {
            await RunStageAsync(body, plan, i, caller, stream, cancellationToken);
        }
    }

    private async Task RunStageAsync(
        AutoForecastBody body,
        ProgressivePlan plan,
        int index,
        Caller caller,
        SseStream stream,
        CancellationToken cancellationToken)
    {
        var stage = plan.Stages[index];
        await TellAsync(stream, caller, "model.selected", Facts("model.selected", "selected"));
        await stream.WriteAsync("forecast.progress", Facts("forecast.progress", "running"));
        var result = await stream.AwaitAsync(
            attempt.RunAsync(body, stage.Model, caller, cancellationToken), time, cancellationToken);
        var ended = Facts("forecast.complete", result.IsFailure ? "failed" : "completed");
        if (result.IsFailure)
        {
            ended["error"] = result.Fault.Message;
        }
        else
        {
            ended["response"] = JsonText.ToNode(
                writer => ForecastResponseWriter.Write(writer, result.Response, JsonLayout.Sorted));
        }

        await stream.WriteAsync("forecast.complete", ended);

        JsonObject Facts(string name, string status) => new()
        {
            ["event"] = name,
            ["stage"] = index + 1,
            ["strategy"] = stage.Strategy,
            ["model"] = stage.Model,
            ["family"] = stage.Family.Length == 0 ? null : stage.Family,
            ["status"] = status,
            ["final"] = index == plan.Stages.Count - 1,
        };
    }

    /// <summary>
    /// Sends an event and puts it on the bus; progress and end of a run get there from the run itself.
    /// </summary>
    private async Task TellAsync(SseStream stream, Caller caller, string name, JsonObject data)
    {
        bus.Publish(caller.KeyId, name, () => data.DeepClone().AsObject());
        await stream.WriteAsync(name, data);
    }

    private async Task<ProgressiveStage> BestAsync(AutoForecastBody body, string strategy)
    {
        var best = (await auto.RankAsync(body with { Strategy = strategy }, new HashSet<string>()))[0]; // at least one
        return new ProgressiveStage(strategy, best.Model, best.Family);
    }
}
