using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Events;
using Tollama.Gateway.Metering;
using Tollama.Gateway.Streaming;
using Tollama.Gateway.Telemetry;

namespace Tollama.Gateway.Forecasting;

/// <summary>Everybody who wants to know of an execution: metrics, metering, diagnostics, the event bus.</summary>
internal sealed class ForecastObservers(
    GatewayMetrics metrics, UsageMeter usage, RunnerActivity activity, EventBus bus, PeakMemory memory)
{
    /// <summary>Largest resident size of this process so far, MiB.</summary>
    public double PeakMemoryMb => memory.Megabytes();

    /// <summary>A model is about to be called.</summary>
    public void Starting(Caller caller, ModelArtifact artifact, ForecastRequest request)
    {
        activity.Note(artifact.Family);
        bus.Publish(caller.KeyId, "model.loaded", () => Facts(request.Model, artifact));
        bus.Publish(caller.KeyId, "forecast.progress", () =>
        {
            var data = Facts(request.Model, artifact);
            data["status"] = "running";
            data["series_count"] = request.Series.Count;
            data["horizon"] = request.Horizon;
            return data;
        });
    }

    /// <summary>An execution ended with an answer.</summary>
    public void Completed(Caller caller, ModelArtifact artifact, ForecastResponse response)
    {
        var timing = response.Timing!; // every execution has one
        usage.Add(caller.KeyId, timing.InferenceMs, response.Forecasts.Count);
        metrics.RecordRun(
            artifact.Family,
            response.Usage!["runner"]!.ToString(), // every execution has both
            TimeSpan.FromMilliseconds(timing.InferenceMs),
            TimeSpan.FromMilliseconds(timing.ModelLoadMs),
            PeakMemoryMb);
        bus.Publish(
            caller.KeyId,
            "forecast.complete",
            () =>
            {
                var data = Facts(response.Model, artifact);
                data["series_count"] = response.Forecasts.Count;
                data["response"] = JsonText.ToNode(writer =>
                    ForecastResponseWriter.Write(writer, response, JsonLayout.Sorted));
                return data;
            });
    }

    private static JsonObject Facts(string model, ModelArtifact artifact) =>
        new() { ["model"] = model, ["family"] = artifact.Family };
}
