using System.Text.Json.Nodes;

namespace Tollama.Core.Analysis;

/// <summary>The answer to an analysis (contract/http-api §13).</summary>
public sealed record AnalysisReport
{
    /// <summary>One analysis per series, in request order.</summary>
    public required IReadOnlyList<SeriesAnalysis> Results { get; init; }

    /// <summary>The analyses in words (§18.6); null when nobody asked for them.</summary>
    public JsonObject? Narrative { get; init; }

    /// <summary>Warnings of all analyses as <c>id: text</c>, each once; empty is null on the wire.</summary>
    public IReadOnlyList<string> Warnings => SeriesAnalyzer.CollectWarnings(Results);
}
