using System.Runtime.CompilerServices;
using System.Text.Json;
using Tollama.Client.Errors;
using Tollama.Client.Results;
using Tollama.Client.Transport;
using Tollama.Client.Wire;
using Tollama.Core.Analysis;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire.Requests;

namespace Tollama.Client;

/// <summary>
/// Speaks to a daemon in types: what the daemon reads requests into is what callers fill in. Every method throws
/// <see cref="DaemonException"/> when the daemon refuses or does not answer. Thread-safe.
/// </summary>
public sealed class TollamaClient : IDisposable
{
    /// <summary>Creates a client; nothing is opened before the first call.</summary>
    /// <param name="options">The daemon; null for the one on this machine.</param>
    public TollamaClient(TollamaClientOptions? options = null)
    {
        Transport = new DaemonTransport(options ?? new());
        Trust = new TrustClient(Transport);
    }

    /// <summary>What the daemon thinks of signals and decisions.</summary>
    public TrustClient Trust { get; }

    /// <summary>Routes without a method here: JSON in, JSON out, with the same errors and retries.</summary>
    public DaemonTransport Transport { get; }

    /// <summary>Whether the daemon is well, and its version.</summary>
    public async Task<DaemonHealth> HealthAsync(CancellationToken cancellationToken = default)
    {
        var health = await Transport.GetAsync("/v1/health", "health", cancellationToken);
        var version = await Transport.GetAsync("/api/version", "health", cancellationToken);
        return ReplyReader.Read(
            health,
            "health",
            reply => new DaemonHealth(reply.Text("status"), version.Text("version")));
    }

    /// <summary>A list of models.</summary>
    public async Task<IReadOnlyList<ModelSummary>> ModelsAsync(
        ModelMode mode = ModelMode.Installed, CancellationToken cancellationToken = default)
    {
        string path = mode switch
        {
            ModelMode.Loaded => "/api/ps",
            ModelMode.Available => "/api/info",
            _ => "/api/tags",
        };
        var reply = await Transport.GetAsync(path, "list models", cancellationToken);
        return ReplyReader.Read(reply, "list models", found => mode == ModelMode.Available
            ? Summaries(found.GetProperty("models"), "available")
            : Summaries(found, "models"));
    }

    /// <summary>Everything that is known of an installed model.</summary>
    public Task<JsonElement> ShowAsync(string model, CancellationToken cancellationToken = default) =>
        Transport.PostAsync("/api/show", NameOf(model), "show model", cancellationToken);

    /// <summary>Unloads a model and removes it with its weights.</summary>
    public Task<JsonElement> DeleteAsync(string model, CancellationToken cancellationToken = default) =>
        Transport.DeleteAsync("/api/delete", NameOf(model), "remove model", cancellationToken);

    /// <summary>Fetches the weights of a model, event by event; the last one has the status <c>success</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="acceptLicence">Accepts its licence where it asks for that.</param>
    /// <param name="cancellationToken">Ends the wait; the daemon completes what it has begun when asked again.</param>
    public async IAsyncEnumerable<PullEvent> PullAsync(
        string model,
        bool acceptLicence = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        const string Action = "pull model";
        var body = RequestWriter.Build(writer =>
        {
            writer.WriteString("model", model);
            writer.WriteBoolean("accept_license", acceptLicence);
        });
        await foreach (var line in Transport.StreamAsync("/api/pull", body, Action, cancellationToken))
        {
            if (line.Find("error") is { } error)
            {
                string detail = error.Find("message")?.GetString() ?? error.GetRawText();
                throw new DaemonException(ErrorCategory.InternalError, $"{Action} failed: {detail}")
                {
                    Detail = detail,
                };
            }

            yield return ReplyReader.Read(line, Action, ReadPull);
        }
    }

    /// <summary>Forecasts series.</summary>
    public Task<ForecastResponse> ForecastAsync(
        ForecastRequest request,
        CancellationToken cancellationToken = default) =>
        ForecastAsync(new ForecastBody { Request = request }, cancellationToken);

    /// <summary>Forecasts series, or a table that the daemon reads, with every setting of the route.</summary>
    public async Task<ForecastResponse> ForecastAsync(
        ForecastBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/forecast",
            RequestWriter.Forecast(body, isStream: false),
            "forecast",
            ForecastReader.Read,
            cancellationToken);

    /// <summary>Forecasts series and says how far it is; the last update carries the result.</summary>
    public async IAsyncEnumerable<ForecastUpdate> StreamForecastAsync(
        ForecastBody body, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var line in Transport.StreamAsync(
            "/api/forecast", RequestWriter.Forecast(body, isStream: true), "forecast", cancellationToken))
        {
            yield return ReplyReader.Read(line, "forecast", update => new ForecastUpdate(
                update.Find("status")?.GetString(),
                update.Find("response") is { } response ? ForecastReader.Read(response) : null));
        }
    }

    /// <summary>Forecasts series with the installed model that fits best, or several of them.</summary>
    public async Task<AutoForecastResult> AutoForecastAsync(
        AutoForecastBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/auto-forecast",
            RequestWriter.AutoForecast(body),
            "auto forecast",
            CompositeReader.Auto,
            cancellationToken);

    /// <summary>Forecasts series with several models. A model that fails is an entry of the result.</summary>
    public async Task<CompareResult> CompareAsync(CompareBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/compare", RequestWriter.Compare(body), "compare", CompositeReader.Compare, cancellationToken);

    /// <summary>Forecasts scenarios beside a baseline.</summary>
    public async Task<WhatIfResult> WhatIfAsync(WhatIfBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/what-if", RequestWriter.WhatIf(body), "what if", CompositeReader.WhatIf, cancellationToken);

    /// <summary>Finds frequency, seasons, trend and anomalies of series.</summary>
    public async Task<AnalysisReport> AnalyzeAsync(AnalyzeBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/analyze", RequestWriter.Analyze(body), "analyze", CompositeReader.Analysis, cancellationToken);

    /// <summary>Makes synthetic series that resemble given ones.</summary>
    public async Task<GenerateResult> GenerateAsync(GenerateBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/generate", StructureWriter.Generate(body), "generate", StructureReader.Generate, cancellationToken);

    /// <summary>Estimates what would have come without an intervention.</summary>
    public async Task<CounterfactualResult> CounterfactualAsync(
        CounterfactualBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/counterfactual",
            StructureWriter.Counterfactual(body),
            "counterfactual",
            StructureReader.Counterfactual,
            cancellationToken);

    /// <summary>Branches a forecast by quantiles, step by step.</summary>
    public async Task<ScenarioTreeResult> ScenarioTreeAsync(
        ScenarioTreeBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/scenario-tree",
            StructureWriter.ScenarioTree(body),
            "scenario tree",
            StructureReader.ScenarioTree,
            cancellationToken);

    /// <summary>Analyses series, recommends models, registers one where it must, and forecasts.</summary>
    public async Task<PipelineResult> PipelineAsync(PipelineBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/pipeline",
            StructureWriter.Pipeline(body, isReport: false),
            "pipeline",
            StructureReader.Pipeline,
            cancellationToken);

    /// <summary>The same as one report.</summary>
    public async Task<ReportResult> ReportAsync(PipelineBody body, CancellationToken cancellationToken = default) =>
        await Transport.PostAsync(
            "/api/report",
            StructureWriter.Pipeline(body, isReport: true),
            "report",
            StructureReader.Report,
            cancellationToken);

    /// <summary>Follows what the daemon does, until cancelled.</summary>
    /// <param name="events">Names of the events, such as <c>forecast.complete</c>; empty for all.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public IAsyncEnumerable<ServerEvent> EventsAsync(
        IReadOnlyList<string> events, CancellationToken cancellationToken = default)
    {
        string query = events.Count > 0 ? "?events=" + Uri.EscapeDataString(string.Join(',', events)) : string.Empty;
        return Transport.EventsAsync(HttpMethod.Get, "/api/events" + query, null, "follow events", cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => Transport.Dispose();

    private static JsonElement NameOf(string model) =>
        RequestWriter.Build(writer => writer.WriteString("model", model));

    private static List<ModelSummary> Summaries(JsonElement reply, string list) =>
        [.. reply.Items(list).Select(model => new ModelSummary(
            model.Find("name")?.GetString() ?? model.Text("model"),
            (model.Find("family") ?? model.Find("details")?.Find("family"))?.GetString(),
            model.Find("size")?.GetInt64(),
            model))];

    private static PullEvent ReadPull(JsonElement line) => new()
    {
        Status = line.Text("status"),
        Digest = line.Find("digest")?.GetString(),
        Message = line.Find("message")?.GetString(),
        CompletedBytes = line.Find("completed_bytes")?.GetInt64(),
        TotalBytes = line.Find("total_bytes")?.GetInt64(),
        FilesCompleted = line.Find("files_completed")?.GetInt32(),
        FilesTotal = line.Find("files_total")?.GetInt32(),
        Model = line.Find("model")?.GetString(),
        Size = line.Find("size")?.GetInt64(),
    };
}
