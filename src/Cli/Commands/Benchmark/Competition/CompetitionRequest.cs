using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Core.Frequencies;

namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>The request for a series: its history, dated as its frequency wants, and the model's options.</summary>
internal sealed record CompetitionRequest
{
    /// <summary>The model.</summary>
    public required MeasuredModel Model { get; init; }

    /// <summary>Whether it is a statistical model: takes a season, and knows several kinds of intervals.</summary>
    public required bool IsStatistical { get; init; }

    /// <summary>Frequency of the series.</summary>
    public required CompetitionFrequency Frequency { get; init; }

    /// <summary>Where the intervals of statistical models come from.</summary>
    public required string Intervals { get; init; }

    /// <summary>Seconds within which the answer must come; the daemon keeps them.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>The request's body.</summary>
    /// <param name="series">The series; the length of its test row is the horizon.</param>
    /// <param name="levels">Quantile levels.</param>
    public JsonElement Build(CompetitionSeries series, double[] levels) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("model", Model.Name);
        writer.WriteNumber("horizon", series.Test.Length);
        writer.WriteNumber("timeout", TimeoutSeconds);
        writer.WriteBoolean("stream", false);
        WriteNumbers(writer, "quantiles", levels);
        writer.WriteStartArray("series");
        writer.WriteStartObject();
        writer.WriteString("id", series.Id);
        writer.WriteString("freq", Frequency.Alias);
        writer.WriteStartArray("timestamps");
        for (int t = 0; t < series.Train.Length; t++)
        {
            writer.WriteStringValue(TimestampText.Format(Frequency.Date(t)));
        }

        writer.WriteEndArray();
        WriteNumbers(writer, "target", series.Train);
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteOptions(writer);
        writer.WriteEndObject();
    });

    /// <summary>The model's own options; the season and the intervals where they say nothing of them.</summary>
    private void WriteOptions(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("options");
        foreach (var (name, value) in Model.Options)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        if (IsStatistical && !Model.HasOption("season_length"))
        {
            writer.WriteNumber("season_length", Frequency.Season);
        }

        if (IsStatistical && Frequency.LongSeason is { } longer && !Model.HasOption("season_lengths"))
        {
            WriteNumbers(writer, "season_lengths", [Frequency.Season, longer]);
        }

        if (IsStatistical && !Model.HasOption("intervals"))
        {
            writer.WriteStartObject("intervals");
            writer.WriteString("method", Intervals);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, double[] values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
