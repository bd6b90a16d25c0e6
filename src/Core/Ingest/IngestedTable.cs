using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Ingest;

/// <summary>The series of a table.</summary>
/// <param name="Series">In the order in which they appear, at least one.</param>
/// <param name="Diagnostics">What filling missing values did, per series; null where it was not asked for.</param>
public sealed record IngestedTable(IReadOnlyList<SeriesInput> Series, IReadOnlyList<MissingValueReport>? Diagnostics)
{
    /// <summary>The diagnostics as the contract lists them; null where there are none.</summary>
    public JsonArray? DiagnosticsToJson() =>
        Diagnostics is null ? null : [.. Diagnostics.Select(report => report.ToJson())];

    /// <summary>
    /// What a forecast's answer warns of: a text per series with filled points, then what each series was warned of.
    /// </summary>
    public IEnumerable<string> Warnings() => (Diagnostics ?? []).SelectMany(report => report.Warn());
}
