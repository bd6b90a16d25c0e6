using System.Globalization;
using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Data;

/// <summary>The forecasts of a reply, ready to be shown.</summary>
internal sealed record ForecastReply
{
    /// <summary>Model that computed them.</summary>
    public required string Model { get; init; }

    /// <summary>One per series of the request, in its order.</summary>
    public required IReadOnlyList<SeriesOutcome> Series { get; init; }

    /// <summary>Warnings of the daemon.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Reads a reply of <c>/api/forecast</c> together with the request it answers.</summary>
    public static ForecastReply Read(JsonElement reply, JsonElement request)
    {
        var inputs = request.Items("series").ToList();
        return new ForecastReply
        {
            Model = reply.Text("model") ?? string.Empty,
            Series = [.. reply.Items("forecasts").Select((forecast, index) =>
                ReadSeries(forecast, index < inputs.Count ? inputs[index] : default))],
            Warnings = [.. reply.Items("warnings").Select(warning => warning.GetString() ?? string.Empty)],
        };
    }

    private static SeriesOutcome ReadSeries(JsonElement forecast, JsonElement input) => new()
    {
        Id = forecast.Text("id") ?? string.Empty,
        Freq = forecast.Text("freq") ?? string.Empty,
        StartTimestamp = forecast.Text("start_timestamp") ?? string.Empty,
        Mean = Numbers(forecast.Items("mean")),
        Quantiles = ReadQuantiles(forecast),
        Timestamps = [.. input.Items("timestamps").Select(item => item.GetString() ?? string.Empty)],
        Target = Numbers(input.Items("target")),
    };

    private static List<QuantilePath> ReadQuantiles(JsonElement forecast)
    {
        if (forecast.Member("quantiles") is not { ValueKind: JsonValueKind.Object } quantiles)
        {
            return [];
        }

        return [.. quantiles.EnumerateObject()
            .Select(member => new QuantilePath(
                double.Parse(member.Name, CultureInfo.InvariantCulture),
                Numbers(member.Value.EnumerateArray())))
            .OrderBy(path => path.Level)];
    }

    private static double[] Numbers(IEnumerable<JsonElement> items) =>
        [.. items.Select(item => item.ValueKind == JsonValueKind.Number ? item.GetDouble() : double.NaN)];
}
