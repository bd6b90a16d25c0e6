using Tollama.Core.Analysis;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Fields = Tollama.Core.Wire.Requests.ForecastFields;

namespace Tollama.Core.Wire.Requests;

/// <summary>
/// Readers of every body that asks for forecasts or looks at series. All throw <see cref="ValidationException"/> with
/// every problem of the body, or return a valid request. A result keeps slices of the body it was read from.
/// </summary>
public static class ForecastBodies
{
    private static readonly RequestField<ForecastDraft>[] Tail =
    [
        Fields.Options, Fields.Timeout, Fields.KeepAlive, Fields.Parameters, Fields.ResponseOptions,
    ];

    private static readonly RequestField<ForecastDraft>[] Common =
    [
        Fields.Horizon,
        Fields.Quantiles,
        Fields.Series,
        .. Tail,
    ];

    private static readonly RequestField<ForecastDraft>[] Sourced =
    [
        Fields.Model, Fields.Horizon, Fields.Profile, Fields.DataUrl, Fields.Quantiles, Fields.OptionalSeries,
        Fields.Options, Fields.Timeout, Fields.Ingest, Fields.Parameters, Fields.ResponseOptions,
    ];

    private static readonly ObjectSchema<ForecastDraft> V1Schema =
        new([.. Sourced, Fields.KeepAlive], static d => d.FindSourceProblem());

    /// <summary>A request with every field there is.</summary>
    internal static readonly ObjectSchema<ForecastDraft> ApiSchema =
        new([.. Sourced, Fields.KeepAlive, Fields.Stream], static d => d.FindSourceProblem());

    private static readonly ObjectSchema<ForecastDraft> ValidateSchema =
        new(Sourced, static d => d.FindSourceProblem());

    private static readonly ObjectSchema<ForecastDraft> UploadSchema = new(
    [
        Fields.Model, Fields.Horizon, Fields.Profile, Fields.Quantiles, Fields.Options, Fields.Timeout, Fields.Ingest,
        Fields.Parameters, Fields.ResponseOptions, Fields.KeepAlive,
    ]);

    private static readonly ObjectSchema<ForecastDraft> CompareSchema =
        new([Fields.Models, .. Common], static d => d.FindProblem());

    private static readonly ObjectSchema<ForecastDraft> AutoSchema = new(
        [
            Fields.OptionalModel, Fields.AllowFallback, Fields.Strategy, Fields.Mode, Fields.EnsembleTopK,
            Fields.EnsembleMethod, .. Common,
        ],
        static d => d.FindProblem());

    private static readonly ObjectSchema<ForecastDraft> WhatIfSchema = new(
        [
            Fields.Model,
            Fields.Horizon,
            Fields.Quantiles,
            Fields.Series,
            Fields.Scenarios,
            Fields.ContinueOnError,
            .. Tail,
        ],
        static d => d.FindProblem() ?? FindScenarioProblem(d));

    private static readonly ObjectSchema<AnalysisDraft> AnalyzeSchema = new(
    [
        new("series", static (ref r, d) => Fields.UniqueSeries.Read(ref r, d.Forecast), IsRequired: true),
        new("parameters", static (ref r, d) => d.Parameters = AnalyzeDraft.Read(ref r)),
        new("response_options", static (ref r, d) => Fields.ResponseOptions.Read(ref r, d.Forecast)),
    ]);

    /// <summary>Reads a forecast or validation body.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static ForecastBody ReadForecast(ReadOnlyMemory<byte> body, ForecastRoute route)
    {
        var draft = BodyReader.Read(body, route switch
        {
            ForecastRoute.V1 => V1Schema,
            ForecastRoute.Api => ApiSchema,
            ForecastRoute.Validate => ValidateSchema,
            _ => UploadSchema,
        });
        return new ForecastBody
        {
            Request = draft.Build(draft.Model!), // required
            KeepAlive = draft.KeepAlive,
            Stream = draft.Stream ?? true,
            Profile = draft.Profile,
            DataUrl = draft.DataUrl,
            Ingest = draft.Ingest,
            ResponseOptions = draft.ResponseOptions,
            HasQuantiles = draft.Quantiles is not null,
            ParametersJson = draft.ParametersJson,
        };
    }

    /// <summary>Reads <c>parameters</c> alone.</summary>
    /// <exception cref="ValidationException">They are not JSON or break the schema.</exception>
    public static ForecastParameters ReadParameters(ReadOnlyMemory<byte> json) =>
        BodyReader.Read(json, ParametersDraft.Schema).Build();

    /// <summary>Reads the body of <c>POST /api/compare</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static CompareBody ReadCompare(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, CompareSchema);
        return new CompareBody
        {
            Models = draft.Models,
            Request = draft.Build(draft.Models[0]),
            KeepAlive = draft.KeepAlive,
            ResponseOptions = draft.ResponseOptions,
        };
    }

    /// <summary>Reads the body of <c>POST /api/auto-forecast</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static AutoForecastBody ReadAutoForecast(ReadOnlyMemory<byte> body)
    {
        return BuildAuto(BodyReader.Read(body, AutoSchema));
    }

    /// <summary>The automatic forecast inside a draft, once everything was found valid.</summary>
    internal static AutoForecastBody BuildAuto(ForecastDraft draft)
    {
        var read = new AutoForecastBody { Request = draft.Build(draft.Model ?? string.Empty) };
        return read with
        {
            Model = draft.Model,
            AllowFallback = draft.AllowFallback ?? read.AllowFallback,
            Strategy = draft.Strategy ?? read.Strategy,
            Mode = draft.Mode ?? read.Mode,
            EnsembleTopK = draft.EnsembleTopK ?? read.EnsembleTopK,
            EnsembleMethod = draft.EnsembleMethod ?? read.EnsembleMethod,
            KeepAlive = draft.KeepAlive,
            ResponseOptions = draft.ResponseOptions,
        };
    }

    /// <summary>Reads the body of <c>POST /api/what-if</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static WhatIfBody ReadWhatIf(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, WhatIfSchema);
        return new WhatIfBody
        {
            Request = draft.Build(draft.Model!), // required
            Scenarios = draft.Scenarios,
            ContinueOnError = draft.ContinueOnError ?? true,
            KeepAlive = draft.KeepAlive,
            ResponseOptions = draft.ResponseOptions,
        };
    }

    /// <summary>Reads the body of <c>POST /api/analyze</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static AnalyzeBody ReadAnalyze(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, AnalyzeSchema);
        return new AnalyzeBody(draft.Forecast.Series, draft.Parameters, draft.Forecast.ResponseOptions);
    }

    private static string? FindScenarioProblem(ForecastDraft draft)
    {
        var ids = draft.Series.Select(series => series.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var scenario in draft.Scenarios)
        {
            var unknown = scenario.Transforms.FirstOrDefault(change => change.SeriesId is { } id && !ids.Contains(id));
            if (unknown is not null)
            {
                return $"scenario '{scenario.Name}' names series '{unknown.SeriesId}', which the request does not have";
            }
        }

        return null;
    }

    private sealed class AnalysisDraft
    {
        public ForecastDraft Forecast { get; } = new();

        public AnalyzeParameters Parameters { get; set; } = AnalyzeParameters.Default;
    }
}
