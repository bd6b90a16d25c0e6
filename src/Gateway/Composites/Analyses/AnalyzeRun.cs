using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Analysis;
using Tollama.Core.Narratives;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Events;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Composites.Analyses;

/// <summary>Diagnoses series without a model (contract/http-api §13) and tells the event bus what was found.</summary>
internal sealed class AnalyzeRun(EventBus bus)
{
    /// <summary>Analyses the series and returns what writes the answer.</summary>
    public async Task<Action<Utf8JsonWriter>> RunAsync(
        AnalyzeBody body,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var report = await AnalyzeAsync(body, caller, cancellationToken);
        return writer => AnalysisWriter.Write(writer, report);
    }

    /// <summary>Analyses the series, each on its own, over the processor's cores.</summary>
    public async Task<AnalysisReport> AnalyzeAsync(AnalyzeBody body, Caller caller, CancellationToken cancellationToken)
    {
        var analyses = new SeriesAnalysis[body.Series.Count];
        await Parallel.ForAsync(0, analyses.Length, cancellationToken, (index, _) =>
        {
            analyses[index] = SeriesAnalyzer.Analyze(body.Series[index], body.Parameters);
            return ValueTask.CompletedTask;
        });
        var report = new AnalysisReport
        {
            Results = analyses,
            Narrative = body.ResponseOptions.Narrative ? AnalysisNarrative.Tell(analyses) : null,
        };
        Publish(report, caller);
        return report;
    }

    private void Publish(AnalysisReport report, Caller caller)
    {
        bus.Publish(caller.KeyId, "analysis.complete", () => new JsonObject
        {
            ["series_count"] = report.Results.Count,
            ["response"] = JsonText.ToNode(writer => AnalysisWriter.Write(writer, report)),
        });
        foreach (var analysis in report.Results.Where(analysis => analysis.Anomalies.Count > 0))
        {
            bus.Publish(caller.KeyId, "anomaly.detected", () => new JsonObject
            {
                ["series_id"] = analysis.Id,
                ["anomaly_count"] = analysis.Anomalies.Count,
                ["indices"] = new JsonArray([.. analysis.Anomalies.Select(anomaly => JsonValue.Create(anomaly.Index))]),
            });
        }
    }
}
