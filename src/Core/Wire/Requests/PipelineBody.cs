using Tollama.Core.Analysis;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/pipeline</c> and <c>POST /api/report</c> (contract/http-api §18.8), valid.</summary>
public sealed record PipelineBody
{
    /// <summary>The forecast at the end.</summary>
    public required AutoForecastBody Forecast { get; init; }

    /// <summary>How the series are analysed.</summary>
    public AnalyzeParameters AnalyzeParameters { get; init; } = AnalyzeParameters.Default;

    /// <summary>Models to recommend, 1 to 20.</summary>
    public int RecommendTopK { get; init; } = 3;

    /// <summary>Whether models with restricted licences may be recommended.</summary>
    public bool AllowRestrictedLicence { get; init; }

    /// <summary>Whether the preferred model is registered when it is not installed.</summary>
    public bool PullIfMissing { get; init; } = true;

    /// <summary>Whether the caller accepts that model's licence.</summary>
    public bool AcceptLicence { get; init; }

    /// <summary>Whether a report repeats the forecast as its baseline.</summary>
    public bool IncludeBaseline { get; init; } = true;
}
