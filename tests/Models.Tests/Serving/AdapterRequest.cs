using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Tests.Serving;

/// <summary>Requests that the vectors of the adapters describe: options, lengths, covariates.</summary>
internal static class AdapterRequest
{
    /// <summary>A request with an option, left out where the vector has null.</summary>
    public static ForecastRequest With(string option, JsonElement value, params IEnumerable<int> lengths) =>
        new()
        {
            Model = "vector",
            Horizon = 2,
            Options =
                value.ValueKind == JsonValueKind.Null
                    ? ForecastOptions.Empty
                    : new ForecastOptions(
                        JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [option] = value })),
            Series = [.. lengths.Select((length, index) => Series($"s{index}", length))],
        };

    /// <summary>A series of a length.</summary>
    public static SeriesInput Series(string id, int length) =>
        new()
        {
            Id = id,
            Freq = "D",
            Timestamps = TimestampColumn.FromStrings([
                .. Enumerable
                    .Range(0, length)
                    .Select(day => new DateTime(2024, 1, 1).AddDays(day).ToString("yyyy-MM-dd")),
            ]),
            Target = new NumberColumn(Enumerable.Range(0, length).Select(day => day % 7.0).ToArray()),
        };
}
