using Tollama.Core.Analysis;
using Tollama.Core.Errors;
using Fields = Tollama.Core.Wire.Requests.ForecastFields;

namespace Tollama.Core.Wire.Requests;

/// <summary>
/// Readers of pipelines and reports (contract/http-api §18.8). Both throw <see cref="ValidationException"/> with every
/// problem of the body. A result keeps slices of the body.
/// </summary>
public static class PipelineBodies
{
    private static readonly RequestField<Draft>[] PipelineFields =
    [
        Of(Fields.OptionalModel),
        Of(Fields.AllowFallback),
        Of(Fields.Strategy),
        Of(Fields.EnsembleTopK),
        Of(Fields.EnsembleMethod),
        Of(Fields.Horizon),
        Of(Fields.Quantiles),
        Of(Fields.UniqueSeries),
        Of(Fields.Options),
        Of(Fields.Timeout),
        Of(Fields.KeepAlive),
        Of(Fields.Parameters),
        new("analyze_parameters", static (ref r, d) => d.Parameters = AnalyzeDraft.Read(ref r)),
        new("recommend_top_k", static (ref r, d) => d.TopK = r.ReadInteger(Bounds.Between(1, 20))),
        new("allow_restricted_license", static (ref r, d) => d.AllowRestricted = r.ReadBoolean()),
        new("pull_if_missing", static (ref r, d) => d.PullIfMissing = r.ReadBoolean()),
        new("accept_license", static (ref r, d) => d.AcceptLicence = r.ReadBoolean()),
        Of(Fields.ResponseOptions),
    ];

    private static readonly ObjectSchema<Draft> PipelineSchema = new(
        PipelineFields,
        static d => d.Forecast.FindProblem());

    private static readonly ObjectSchema<Draft> ReportSchema = new(
        [.. PipelineFields, new("include_baseline", static (ref r, d) => d.IncludeBaseline = r.ReadBoolean())],
        static d => d.Forecast.FindProblem());

    /// <summary>Reads the body of <c>POST /api/pipeline</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static PipelineBody ReadPipeline(ReadOnlyMemory<byte> body) => BodyReader.Read(body, PipelineSchema).Build();

    /// <summary>Reads the body of <c>POST /api/report</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static PipelineBody ReadReport(ReadOnlyMemory<byte> body) => BodyReader.Read(body, ReportSchema).Build();

    private static RequestField<Draft> Of(RequestField<ForecastDraft> field) =>
        new(field.Name, (ref r, d) => field.Read(ref r, d.Forecast), field.IsRequired);

    private sealed class Draft
    {
        public ForecastDraft Forecast { get; } = new();

        public AnalyzeParameters Parameters { get; set; } = AnalyzeParameters.Default;

        public int? TopK { get; set; }

        public bool? AllowRestricted { get; set; }

        public bool? PullIfMissing { get; set; }

        public bool? AcceptLicence { get; set; }

        public bool? IncludeBaseline { get; set; }

        public PipelineBody Build()
        {
            var body = new PipelineBody
            {
                Forecast = ForecastBodies.BuildAuto(Forecast),
                AnalyzeParameters = Parameters,
            };
            return body with
            {
                RecommendTopK = TopK ?? body.RecommendTopK,
                AllowRestrictedLicence = AllowRestricted ?? body.AllowRestrictedLicence,
                PullIfMissing = PullIfMissing ?? body.PullIfMissing,
                AcceptLicence = AcceptLicence ?? body.AcceptLicence,
                IncludeBaseline = IncludeBaseline ?? body.IncludeBaseline,
            };
        }
    }
}
