using System.Text;

namespace Tollama.Gateway.Telemetry;

/// <summary>What <c>GET /metrics</c> tells (contract/http-api §17): its own registry, no process metrics.</summary>
internal sealed class GatewayMetrics
{
    private readonly Counter _requests = new(
        "tollama_forecast_requests_total",
        "Forecast requests by endpoint and status class.",
        "endpoint",
        "status_class");

    private readonly Histogram _latency = new(
        "tollama_forecast_latency_seconds",
        "Forecast latency by endpoint and status class.",
        "endpoint",
        "status_class");

    private readonly Gauge _loaded = new("tollama_models_loaded", "Models that are loaded.");

    private readonly Counter _restarts = new("tollama_runner_restarts_total", "Restarts of model runners.");

    private readonly Histogram _inference = new(
        "tollama_runner_inference_seconds", "Inference time by family and runner.", "family", "runner");

    private readonly Histogram _modelLoad = new(
        "tollama_runner_model_load_seconds", "Model load time by family and runner.", "family", "runner");

    private readonly Gauge _peakMemory = new(
        "tollama_runner_peak_memory_mb", "Peak memory by family and runner.", "family", "runner");

    /// <summary>Counts one answered forecast request.</summary>
    /// <param name="endpoint"><c>api_forecast v1_forecast api_auto_forecast api_compare</c>.</param>
    /// <param name="status">Status of the answer.</param>
    /// <param name="elapsed">Time from the request's arrival to the end of the answer.</param>
    public void CountRequest(string endpoint, int status, TimeSpan elapsed)
    {
        string statusClass = $"{status / 100}xx";
        _requests.Add(1, endpoint, statusClass);
        _latency.Observe(elapsed.TotalSeconds, endpoint, statusClass);
    }

    /// <summary>Records one forecast execution.</summary>
    /// <param name="family">Family of the model.</param>
    /// <param name="runner"><c>usage.runner</c> of the answer.</param>
    /// <param name="inference">Time in the engine.</param>
    /// <param name="modelLoad">Time to load the model; zero when it was loaded already.</param>
    /// <param name="peakMemoryMb"><c>usage.peak_memory_mb</c> of the answer, MiB.</param>
    public void RecordRun(string family, string runner, TimeSpan inference, TimeSpan modelLoad, double peakMemoryMb)
    {
        _inference.Observe(inference.TotalSeconds, family, runner);
        _modelLoad.Observe(modelLoad.TotalSeconds, family, runner);
        _peakMemory.Set(peakMemoryMb, family, runner);
    }

    /// <summary>The Prometheus text.</summary>
    /// <param name="loadedModels">Models loaded now.</param>
    public string Render(int loadedModels)
    {
        _loaded.Set(loadedModels);
        _restarts.Add(0); // no child processes to restart: the name is kept for dashboards built on it
        var text = new StringBuilder(4096);
        _requests.Write(text);
        _latency.Write(text);
        _loaded.Write(text);
        _restarts.Write(text);
        _inference.Write(text);
        _modelLoad.Write(text);
        _peakMemory.Write(text);
        return text.ToString();
    }
}
