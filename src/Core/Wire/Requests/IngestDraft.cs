namespace Tollama.Core.Wire.Requests;

/// <summary><c>ingest</c> while it is read.</summary>
internal sealed class IngestDraft
{
    private static readonly string[] Formats = ["csv", "parquet"];
    private static readonly string[] Methods = ["auto", "bspline", "linear", "seasonal"];
    private static readonly string[] EdgeStrategies = ["nearest", "reject"];

    private static readonly ObjectSchema<MissingDraft> Missing = new(
    [
        new("enabled", static (ref r, d) =>
            d.Options = d.Options with { IsEnabled = r.ReadBoolean() ?? false }),
        new("method", static (ref r, d) =>
            d.Options = d.Options with { Method = r.ReadChoice(Methods) ?? d.Options.Method }),
        new("max_missing_ratio", static (ref r, d) =>
            d.Options = d.Options with { MaximumMissingRatio = r.ReadFloat(Bounds.Between(0, 1)) ?? 0 }),
        new("max_gap", static (ref r, d) =>
            d.Options = d.Options with { MaximumGap = r.ReadNullableInteger(Bounds.Positive) }),
        new("edge_strategy", static (ref r, d) =>
            d.Options = d.Options with { EdgeStrategy = r.ReadChoice(EdgeStrategies) ?? d.Options.EdgeStrategy }),
        new("seasonal_period", static (ref r, d) =>
            d.Options = d.Options with { SeasonalPeriod = r.ReadNullableInteger(Bounds.Positive) }),
    ]);

    private static readonly ObjectSchema<PreprocessingDraft> Preprocessing = new(
    [
        new("missing", static (ref r, d) => d.Missing = Missing.Read(ref r).Options),
    ]);

    /// <summary>Fields of the object.</summary>
    public static readonly ObjectSchema<IngestDraft> Schema = new(
    [
        new("format", static (ref r, d) =>
            d.Options = d.Options with { Format = r.TryReadNull() ? null : r.ReadChoice(Formats) }),
        new("timestamp_column", static (ref r, d) =>
            d.Options = d.Options with { TimestampColumn = r.ReadNullableText(minimumLength: 1) }),
        new("series_id_column", static (ref r, d) =>
            d.Options = d.Options with { SeriesIdColumn = r.ReadNullableText(minimumLength: 1) }),
        new("target_column", static (ref r, d) =>
            d.Options = d.Options with { TargetColumn = r.ReadNullableText(minimumLength: 1) }),
        new("freq_column", static (ref r, d) =>
            d.Options = d.Options with { FreqColumn = r.ReadNullableText(minimumLength: 1) }),
        new("freq", static (ref r, d) => d.Options = d.Options with { Freq = r.ReadNullableText() }),
        new("preprocessing", static (ref r, d) =>
            d.Options = d.Options with { Missing = r.TryReadNull() ? null : Preprocessing.Read(ref r).Missing }),
    ]);

    private IngestOptions Options { get; set; } = new();

    /// <summary>Reads the object at the cursor, or null.</summary>
    public static IngestOptions? ReadNullable(ref BodyReader reader) =>
        reader.TryReadNull() ? null : Schema.Read(ref reader).Build();

    /// <summary>The options, once everything was found valid.</summary>
    public IngestOptions Build() => Options;

    private sealed class MissingDraft
    {
        public MissingValueOptions Options { get; set; } = new();
    }

    private sealed class PreprocessingDraft
    {
        public MissingValueOptions? Missing { get; set; }
    }
}
