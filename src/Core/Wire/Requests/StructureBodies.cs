using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Synthesis;
using Fields = Tollama.Core.Wire.Requests.ForecastFields;

namespace Tollama.Core.Wire.Requests;

/// <summary>
/// Readers of counterfactuals, scenario trees and synthetic series (contract/http-api §18.9). All throw
/// <see cref="ValidationException"/> with every problem of the body. Results keep slices of the body.
/// </summary>
public static class StructureBodies
{
    private const int MostSources = 32;
    private const int FewestPoints = 3;

    private static readonly double[] DefaultBranches = [0.1, 0.5, 0.9];
    private static readonly string[] Methods = ["statistical"];

    private static readonly ObjectSchema<Draft> CounterfactualSchema = new(
        [
            Of(Fields.Model),
            Of(Fields.UniqueSeries),
            new(
                "intervention_index",
                static (ref r, d) => d.Index = r.ReadInteger(Bounds.None with { Least = 1 }),
                IsRequired: true),
            new("intervention_label", static (ref r, d) => d.Label = r.ReadNullableText(minimumLength: 1)),
            Of(Fields.Quantiles), Of(Fields.Options), Of(Fields.Timeout), Of(Fields.KeepAlive), Of(Fields.Parameters),
            Of(Fields.ResponseOptions),
        ],
        static d => d.FindIndexProblem());

    private static readonly ObjectSchema<Draft> TreeSchema = new(
        [
            Of(Fields.Model), Of(Fields.Horizon), Of(Fields.UniqueSeries),
            new("depth", static (ref r, d) => d.Depth = r.ReadInteger(Bounds.Between(1, 6))),
            new("branch_quantiles", static (ref r, d) => d.ReadBranches(ref r)),
            Of(Fields.Options),
            Of(Fields.Timeout),
            Of(Fields.KeepAlive),
            Of(Fields.Parameters),
            Of(Fields.ResponseOptions),
        ],
        static d => d.DepthOrDefault > d.Forecast.Horizon
            ? $"depth {d.DepthOrDefault} exceeds the horizon of {d.Forecast.Horizon}"
            : null);

    private static readonly ObjectSchema<VariationDraft> VariationSchema = new(
    [
        new("level_jitter", static (ref r, d) => d.Level = r.ReadFloat(Bounds.Between(0, 2))),
        new("trend_jitter", static (ref r, d) => d.Trend = r.ReadFloat(Bounds.Between(0, 2))),
        new("seasonality_jitter", static (ref r, d) => d.Season = r.ReadFloat(Bounds.Between(0, 2))),
        new("noise_scale", static (ref r, d) => d.Noise = r.ReadFloat(Bounds.Between(0, 5))),
        new("respect_non_negative", static (ref r, d) => d.RespectNonNegative = r.ReadBoolean()),
    ]);

    private static readonly ObjectSchema<Draft> GenerateSchema = new(
        [
            new(
                "series",
                static (ref r, d) => d.Forecast.ReadSeries(ref r, minimum: 1, maximum: MostSources, mustBeUnique: true),
                IsRequired: true),
            new("count", static (ref r, d) => d.Count = r.ReadInteger(Bounds.Between(1, 50))),
            new("length", static (ref r, d) => d.Length = r.ReadNullableInteger(Bounds.Between(3, 5000))),
            new("method", static (ref r, _) => r.ReadChoice(Methods)),
            new("seed", static (ref r, d) => d.Seed = r.TryReadNull() ? null : r.ReadLong()),
            new("variation", static (ref r, d) => d.Variation = VariationSchema.Read(ref r)),
        ],
        static d => d.FindShortSource());

    /// <summary>Reads the body of <c>POST /api/counterfactual</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static CounterfactualBody ReadCounterfactual(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, CounterfactualSchema);
        draft.Forecast.Horizon = draft.Forecast.Series[0].Target.Count - draft.Index!.Value; // required
        return new CounterfactualBody
        {
            Request = WithoutMetrics(draft.Forecast.Build(draft.Forecast.Model!)), // required
            InterventionIndex = draft.Index.Value,
            InterventionLabel = draft.Label,
            KeepAlive = draft.Forecast.KeepAlive,
            ResponseOptions = draft.Forecast.ResponseOptions,
        };
    }

    /// <summary>Reads the body of <c>POST /api/scenario-tree</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static ScenarioTreeBody ReadScenarioTree(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, TreeSchema);
        var request = draft.Forecast.Build(draft.Forecast.Model!); // required
        return new ScenarioTreeBody
        {
            Request = WithoutMetrics(request) with { Quantiles = draft.Branches ?? [.. DefaultBranches] },
            Depth = draft.DepthOrDefault,
            KeepAlive = draft.Forecast.KeepAlive,
            ResponseOptions = draft.Forecast.ResponseOptions,
        };
    }

    /// <summary>Reads the body of <c>POST /api/generate</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static GenerateBody ReadGenerate(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, GenerateSchema);
        return new GenerateBody
        {
            Series = draft.Forecast.Series,
            Count = draft.Count ?? 1,
            Length = draft.Length,
            Seed = draft.Seed ?? 0,
            Variation = draft.Variation?.Build() ?? new SynthesisVariation(),
        };
    }

    private static ForecastRequest WithoutMetrics(ForecastRequest request) =>
        request with { Parameters = request.Parameters with { Metrics = null } };

    /// <summary>A field of forecasts, read into the forecast part of a draft.</summary>
    private static RequestField<Draft> Of(RequestField<ForecastDraft> field) =>
        new(field.Name, (ref r, d) => field.Read(ref r, d.Forecast), field.IsRequired);

    private sealed class Draft
    {
        public ForecastDraft Forecast { get; } = new();

        public int? Index { get; set; }

        public string? Label { get; set; }

        public int? Depth { get; set; }

        public int DepthOrDefault => Depth ?? 2;

        public List<double>? Branches { get; private set; }

        public int? Count { get; set; }

        public int? Length { get; set; }

        public long? Seed { get; set; }

        public VariationDraft? Variation { get; set; }

        public void ReadBranches(ref BodyReader reader)
        {
            Branches = [];
            reader.Json.Peek();
            int start = reader.Json.Position;
            bool isValid = reader.ReadList(Branches, ForecastDraft.ReadLevel, minimum: 2, maximum: 7);
            if (isValid && LevelRules.FindProblem(Branches) is { } problem)
            {
                reader.ReportRule("branch_" + problem, reader.SliceFrom(start));
            }
        }

        public string? FindIndexProblem()
        {
            int index = Index!.Value; // required
            var beyond = Forecast.Series.Find(series => index >= series.Target.Count);
            if (beyond is not null)
            {
                return $"intervention_index {index} must be less than the length of every series; '{beyond.Id}' has "
                    + $"{beyond.Target.Count} points";
            }

            var other = Forecast.Series.Find(series => series.Target.Count != Forecast.Series[0].Target.Count);
            return other is null
                ? null
                : $"every series must have as many points after the intervention; '{other.Id}' differs from "
                    + $"'{Forecast.Series[0].Id}'";
        }

        public string? FindShortSource()
        {
            var source = Forecast.Series.Find(series => series.Target.Count < FewestPoints);
            return source is null
                ? null
                : $"series '{source.Id}' has {source.Target.Count} points; at least {FewestPoints} are needed";
        }
    }

    private sealed class VariationDraft
    {
        public double? Level { get; set; }

        public double? Trend { get; set; }

        public double? Season { get; set; }

        public double? Noise { get; set; }

        public bool? RespectNonNegative { get; set; }

        public SynthesisVariation Build()
        {
            var defaults = new SynthesisVariation();
            return new SynthesisVariation
            {
                LevelJitter = Level ?? defaults.LevelJitter,
                TrendJitter = Trend ?? defaults.TrendJitter,
                SeasonalityJitter = Season ?? defaults.SeasonalityJitter,
                NoiseScale = Noise ?? defaults.NoiseScale,
                RespectNonNegative = RespectNonNegative ?? defaults.RespectNonNegative,
            };
        }
    }
}
