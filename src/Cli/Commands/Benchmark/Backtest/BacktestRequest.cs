using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>
/// The request of a fold: history up to the cut, the next steps as actuals, covariates cut at the same place. A
/// covariate that the data set knows ahead (one of its <c>future_covariates</c>) is known over the fold's horizon too.
/// </summary>
internal static class BacktestRequest
{
    /// <summary>Names of the metrics, the one that ranks first.</summary>
    public static readonly IReadOnlyList<string> Metrics = ["mase", "mae", "rmse"];

    /// <summary>Builds it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="horizon">Steps.</param>
    /// <param name="timeoutSeconds">Longest wait.</param>
    /// <param name="cuts">Series and their folds.</param>
    public static JsonElement Build(
        string model,
        int horizon,
        double timeoutSeconds,
        IReadOnlyList<(JsonElement Series, BacktestFold Fold)> cuts) =>
        JsonText.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteNumber("horizon", horizon);
            writer.WriteNumber("timeout", timeoutSeconds);
            writer.WriteBoolean("stream", false);
            writer.WriteStartArray("series");
            foreach (var (series, fold) in cuts)
            {
                WriteSeries(writer, series, fold);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("parameters");
            writer.WriteStartObject("metrics");
            writer.WriteStartArray("names");
            foreach (string name in Metrics)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    private static void WriteSeries(Utf8JsonWriter writer, JsonElement series, BacktestFold fold)
    {
        writer.WriteStartObject();
        foreach (var member in series.EnumerateObject())
        {
            switch (member.Name)
            {
                case "timestamps" or "target":
                    WriteRange(writer, member.Name, member.Value, 0, fold.TrainEnd);
                    break;
                case "past_covariates" when member.Value.ValueKind == JsonValueKind.Object:
                    WriteCovariates(writer, member, member.Value, 0, fold.TrainEnd);
                    break;
                case "future_covariates" when series.Member("past_covariates") is { } past
                    && member.Value.ValueKind == JsonValueKind.Object:
                    WriteCovariates(writer, member, past, fold.TrainEnd, fold.TestEnd);
                    break;
                case "actuals" or "past_covariates" or "future_covariates":
                    break;
                default:
                    member.WriteTo(writer);
                    break;
            }
        }

        WriteRange(writer, "actuals", series.GetProperty("target"), fold.TrainEnd, fold.TestEnd);
        writer.WriteEndObject();
    }

    /// <summary>Writes the named covariates of a member, their values taken from <paramref name="source"/>.</summary>
    private static void WriteCovariates(
        Utf8JsonWriter writer, JsonProperty member, JsonElement source, int start, int end)
    {
        writer.WriteStartObject(member.Name);
        foreach (var covariate in member.Value.EnumerateObject())
        {
            if (source.Member(covariate.Name) is { ValueKind: JsonValueKind.Array } values)
            {
                WriteRange(writer, covariate.Name, values, start, end);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter writer, string name, JsonElement values, int start, int end)
    {
        writer.WriteStartArray(name);
        foreach (var value in values.EnumerateArray().Skip(start).Take(end - start))
        {
            value.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}
