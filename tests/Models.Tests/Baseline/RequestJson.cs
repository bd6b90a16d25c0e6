using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Makes a request from JSON that is known to be valid.</summary>
internal static class RequestJson
{
    /// <summary>Reads a request.</summary>
    public static ForecastRequest Read(string model, JsonElement root) => new()
    {
        Model = model,
        Horizon = root.GetProperty("horizon").GetInt32(),
        Quantiles = root.TryGetProperty("quantiles", out var q) ? Numbers(q) : [],
        Options = new ForecastOptions(root.TryGetProperty("options", out var options) ? options : default),
        Series = [.. root.GetProperty("series").EnumerateArray().Select(Series)],
    };

    /// <summary>Numbers of an array.</summary>
    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];

    private static SeriesInput Series(JsonElement root) => new()
    {
        Id = root.GetProperty("id").GetString()!,
        Freq = root.GetProperty("freq").GetString()!,
        Timestamps = TimestampColumn.FromStrings(
            [.. root.GetProperty("timestamps").EnumerateArray().Select(x => x.GetString()!)]),
        Target = new NumberColumn(Numbers(root.GetProperty("target"))),
    };
}
