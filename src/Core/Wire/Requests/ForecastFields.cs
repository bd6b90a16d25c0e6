namespace Tollama.Core.Wire.Requests;

/// <summary>The fields of forecast-like requests, each defined once.</summary>
internal static class ForecastFields
{
    private static readonly string[] Strategies = ["auto", "fastest", "best_accuracy", "ensemble"];
    private static readonly string[] Modes = ["default", "fast_path", "high_accuracy"];
    private static readonly string[] EnsembleMethods = ["mean", "median", "trimmed_mean", "winsorized_mean"];

    /// <summary><c>model</c>, required.</summary>
    public static readonly RequestField<ForecastDraft> Model =
        new("model", static (ref r, d) => d.Model = r.ReadText(), IsRequired: true);

    /// <summary><c>model</c>, which may be null.</summary>
    public static readonly RequestField<ForecastDraft> OptionalModel =
        new("model", static (ref r, d) => d.Model = r.ReadNullableText(minimumLength: 1));

    /// <summary><c>models</c>, required.</summary>
    public static readonly RequestField<ForecastDraft> Models =
        new("models", static (ref r, d) => d.ReadModels(ref r), IsRequired: true);

    /// <summary><c>horizon</c>, required.</summary>
    public static readonly RequestField<ForecastDraft> Horizon =
        new("horizon", static (ref r, d) => d.Horizon = r.ReadInteger(Bounds.Positive), IsRequired: true);

    /// <summary><c>quantiles</c>.</summary>
    public static readonly RequestField<ForecastDraft> Quantiles =
        new("quantiles", static (ref r, d) => d.ReadQuantiles(ref r));

    /// <summary><c>series</c>, required and not empty.</summary>
    public static readonly RequestField<ForecastDraft> Series = new(
        "series",
        static (ref r, d) => d.ReadSeries(ref r, minimum: 1, maximum: int.MaxValue, mustBeUnique: false),
        IsRequired: true);

    /// <summary><c>series</c>, required, not empty, ids unique.</summary>
    public static readonly RequestField<ForecastDraft> UniqueSeries = new(
        "series",
        static (ref r, d) => d.ReadSeries(ref r, minimum: 1, maximum: int.MaxValue, mustBeUnique: true),
        IsRequired: true);

    /// <summary><c>series</c>, which a <c>data_url</c> may replace.</summary>
    public static readonly RequestField<ForecastDraft> OptionalSeries = new(
        "series", static (ref r, d) => d.ReadSeries(ref r, minimum: 0, maximum: int.MaxValue, mustBeUnique: false));

    /// <summary><c>options</c>.</summary>
    public static readonly RequestField<ForecastDraft> Options =
        new("options", static (ref r, d) => d.Options = OptionsReader.Read(ref r));

    /// <summary><c>timeout</c>.</summary>
    public static readonly RequestField<ForecastDraft> Timeout =
        new("timeout", static (ref r, d) => d.Timeout = r.ReadNullableFloat(Bounds.Positive));

    /// <summary><c>parameters</c>.</summary>
    public static readonly RequestField<ForecastDraft> Parameters =
        new("parameters", static (ref r, d) => d.ReadParameters(ref r));

    /// <summary><c>keep_alive</c>.</summary>
    public static readonly RequestField<ForecastDraft> KeepAlive =
        new("keep_alive", static (ref r, d) => d.ReadKeepAlive(ref r));

    /// <summary><c>stream</c>.</summary>
    public static readonly RequestField<ForecastDraft> Stream =
        new("stream", static (ref r, d) => d.Stream = r.ReadBoolean());

    /// <summary><c>modelfile</c>.</summary>
    public static readonly RequestField<ForecastDraft> Profile =
        new("modelfile", static (ref r, d) => d.Profile = r.ReadNullableText(minimumLength: 1));

    /// <summary><c>data_url</c>.</summary>
    public static readonly RequestField<ForecastDraft> DataUrl =
        new("data_url", static (ref r, d) => d.DataUrl = r.ReadNullableText(minimumLength: 1));

    /// <summary><c>ingest</c>.</summary>
    public static readonly RequestField<ForecastDraft> Ingest =
        new("ingest", static (ref r, d) => d.Ingest = IngestDraft.ReadNullable(ref r));

    /// <summary><c>response_options</c>.</summary>
    public static readonly RequestField<ForecastDraft> ResponseOptions =
        new("response_options", static (ref r, d) => d.ResponseOptions = ResponseOptionsDraft.Read(ref r));

    /// <summary><c>strategy</c>.</summary>
    public static readonly RequestField<ForecastDraft> Strategy =
        new("strategy", static (ref r, d) => d.Strategy = r.ReadChoice(Strategies));

    /// <summary><c>mode</c>.</summary>
    public static readonly RequestField<ForecastDraft> Mode =
        new("mode", static (ref r, d) => d.Mode = r.ReadChoice(Modes));

    /// <summary><c>ensemble_method</c>.</summary>
    public static readonly RequestField<ForecastDraft> EnsembleMethod =
        new("ensemble_method", static (ref r, d) => d.EnsembleMethod = r.ReadChoice(EnsembleMethods));

    /// <summary><c>ensemble_top_k</c>.</summary>
    public static readonly RequestField<ForecastDraft> EnsembleTopK =
        new("ensemble_top_k", static (ref r, d) => d.EnsembleTopK = r.ReadInteger(Bounds.Between(2, 8)));

    /// <summary><c>allow_fallback</c>.</summary>
    public static readonly RequestField<ForecastDraft> AllowFallback =
        new("allow_fallback", static (ref r, d) => d.AllowFallback = r.ReadBoolean());

    /// <summary><c>scenarios</c>, required.</summary>
    public static readonly RequestField<ForecastDraft> Scenarios =
        new("scenarios", static (ref r, d) => d.ReadScenarios(ref r), IsRequired: true);

    /// <summary><c>continue_on_error</c>.</summary>
    public static readonly RequestField<ForecastDraft> ContinueOnError =
        new("continue_on_error", static (ref r, d) => d.ContinueOnError = r.ReadBoolean());
}
