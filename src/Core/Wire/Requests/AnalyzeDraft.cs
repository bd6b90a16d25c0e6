using Tollama.Core.Analysis;

namespace Tollama.Core.Wire.Requests;

/// <summary>Parameters of an analysis while they are read.</summary>
internal sealed class AnalyzeDraft
{
    private static readonly ObjectSchema<AnalyzeDraft> Schema = new(
    [
        new("max_points", static (ref r, d) => d._maxPoints = r.ReadInteger(Bounds.Positive)),
        new("max_lag", static (ref r, d) => d._maxLag = r.ReadInteger(Bounds.Positive)),
        new("top_k_seasonality", static (ref r, d) => d._topK = r.ReadInteger(Bounds.Positive)),
        new("anomaly_iqr_k", static (ref r, d) => d._iqrK = r.ReadFloat(Bounds.Positive)),
    ]);

    private int? _maxPoints;
    private int? _maxLag;
    private int? _topK;
    private double? _iqrK;

    /// <summary>Reads the object at the cursor.</summary>
    public static AnalyzeParameters Read(ref BodyReader reader)
    {
        var draft = Schema.Read(ref reader);
        var defaults = AnalyzeParameters.Default;
        return new AnalyzeParameters
        {
            MaxPoints = draft._maxPoints ?? defaults.MaxPoints,
            MaxLag = draft._maxLag ?? defaults.MaxLag,
            TopKSeasonality = draft._topK ?? defaults.TopKSeasonality,
            AnomalyIqrK = draft._iqrK ?? defaults.AnomalyIqrK,
        };
    }
}
