using Tollama.Core.Errors;
using Tollama.Core.Recommendation;

namespace Tollama.Core.Wire.Requests;

/// <summary>Reader of questions for models (agents §3).</summary>
public static class RecommendBodies
{
    private static readonly string[] Kinds = ["numeric", "categorical"];

    private static readonly ObjectSchema<Draft> Schema = new(
    [
        new("horizon", static (ref r, d) => d.Horizon = r.ReadInteger(Bounds.Positive), IsRequired: true),
        new("freq", static (ref r, d) => d.Freq = r.ReadNullableText(minimumLength: 1)),
        new("has_past_covariates", static (ref r, d) => d.HasPast = r.ReadBoolean()),
        new("has_future_covariates", static (ref r, d) => d.HasFuture = r.ReadBoolean()),
        new("has_static_covariates", static (ref r, d) => d.HasStatic = r.ReadBoolean()),
        new("covariates_type", static (ref r, d) => d.Kind = r.ReadChoice(Kinds)),
        new("allow_restricted_license", static (ref r, d) => d.AllowRestricted = r.ReadBoolean()),
        new("top_k", static (ref r, d) => d.TopK = r.ReadInteger(Bounds.Between(1, 20))),
    ]);

    /// <summary>Reads a question.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static RecommendationQuery Read(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, Schema);
        var needs = new ForecastNeeds
        {
            Horizon = draft.Horizon!.Value, // required
            Freq = draft.Freq is null || ForecastNeeds.IsInferred(draft.Freq) ? null : draft.Freq,
            HasPastCovariates = draft.HasPast ?? false,
            HasFutureCovariates = draft.HasFuture ?? false,
            HasStaticCovariates = draft.HasStatic ?? false,
            IsCategorical = draft.Kind == "categorical",
        };
        return new RecommendationQuery(needs, draft.AllowRestricted ?? false, draft.TopK ?? 3);
    }

    private sealed class Draft
    {
        public int? Horizon { get; set; }

        public string? Freq { get; set; }

        public bool? HasPast { get; set; }

        public bool? HasFuture { get; set; }

        public bool? HasStatic { get; set; }

        public string? Kind { get; set; }

        public bool? AllowRestricted { get; set; }

        public int? TopK { get; set; }
    }
}
