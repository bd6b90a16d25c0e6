using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

namespace Tollama.Core.Tests.Frequencies;

public sealed class FrequencyInferenceTests
{
    [Fact]
    public void Infers_what_the_vectors_of_plain_inference_say() =>
        VectorCases.ForEach(
            "freq-auto-infer-baseline",
            item =>
            {
                bool isSorted = FrequencyResolution.TryParseSorted(Column(item), out var dates);
                string? expected = VectorCases.Text(item, "freq");
                bool isAscending = dates
                    .Zip(VectorCases.Texts(item.GetProperty("timestamps")))
                    .All(pair => TimestampText.TryParse(pair.Second, out var date) && date == pair.First);
                if (isSorted && isAscending) // others are sorted first today
                {
                    Assert.Equal(expected, FrequencyInference.Infer(dates));
                }
            });

    [Fact]
    public void Resolves_auto_as_the_vectors_say() => VectorCases.ForEach("freq-auto-infer-newer", item =>
    {
        var warnings = new List<string>();
        if (VectorCases.Text(item, "freq") is not { } expected)
        {
            var fault = Assert.Throws<TollamaException>(() => FrequencyResolution.Resolve(Series(item), warnings));
            Assert.Contains("'s'", fault.Message);
            return;
        }

        Assert.Equal(expected, FrequencyResolution.Resolve(Series(item), warnings).Freq);
        Assert.Equal(item.GetProperty("warned").GetBoolean(), warnings.Count == 1);
    });

    [Theory]
    [InlineData("2025-02-01 2025-05-01 2025-08-01", "QS-NOV")]
    [InlineData("2025-03-01 2025-06-01 2025-09-01", "QS-DEC")]
    [InlineData("2025-01-31 2025-04-30 2025-07-31", "QE-OCT")]
    [InlineData("2025-01-01 2025-07-01 2026-01-01", "2QS-OCT")]
    [InlineData("2025-01-01 2025-03-01 2025-05-01", "2MS")]
    [InlineData("2025-08-29 2025-09-30 2025-10-31", "BME")]
    [InlineData("2025-08-01 2025-09-01 2025-10-01 2025-11-03", "BMS")]
    [InlineData("2021-02-28 2022-02-28 2023-02-28", "YE-FEB")]
    [InlineData("2021-06-01 2023-06-01 2025-06-01", "2YS-JUN")]
    [InlineData("2025-01-04 2025-01-18 2025-02-01", "2W-SAT")]
    [InlineData("2025-01-08 2025-02-12 2025-03-12", "WOM-2WED")]
    [InlineData("2025-01-01T00:00:00.001 2025-01-01T00:00:00.002 2025-01-01T00:00:00.003", "ms")]
    [InlineData("2025-01-01T00:00:00.0000005 2025-01-01T00:00:00.0000010 2025-01-01T00:00:00.0000015", "500ns")]
    [InlineData("2025-01-01T00:00 2025-01-01T00:45 2025-01-01T01:30", "45min")]
    [InlineData("2025-01-01T09:00 2025-01-02T09:00 2025-01-03T09:00", "D")]
    [InlineData("2025-01-03T16:00 2025-01-06T09:00 2025-01-06T10:00", "bh")]
    [InlineData("2025-01-02 2025-01-03 2025-01-06 2025-01-07", "B")]
    [InlineData("2025-01-01 2025-01-01 2025-01-02", null)]
    [InlineData("2025-01-04 2025-01-05 2025-01-08", null)]
    [InlineData("2025-01-01 2025-01-02", null)]
    public void Infers_calendar_frequencies(string dates, string? alias) => Assert.Equal(
        alias,
        FrequencyInference.Infer(
            [.. dates.Split(' ').Select(text => TimestampText.TryParse(text, out var date) ? date : default)]));

    [Theory]
    [InlineData(1000, true)]
    [InlineData(999, false)]
    public void Takes_half_of_the_spacings_only_among_a_thousand(int spacings, bool isTaken)
    {
        var date = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var dates = new List<DateTime> { date };
        for (int i = 0; i < spacings; i++)
        {
            date += TimeSpan.FromHours(i % 2 == 0 ? 1 : 2 + i);
            dates.Add(date);
        }

        Assert.Equal(isTaken ? "h" : null, FrequencyInference.InferDominant(dates.ToArray())?.Alias);
    }

    [Fact]
    public void Leaves_an_explicit_freq_alone()
    {
        var series = new SeriesInput
        {
            Id = "s",
            Freq = "whatever",
            Timestamps = TimestampColumn.FromStrings(["x"]),
            Target = new NumberColumn(new double[] { 1 }),
        };

        Assert.Same(series, FrequencyResolution.Resolve(series, []));
    }

    private static TimestampColumn Column(JsonElement item) =>
        TimestampColumn.FromStrings(VectorCases.Texts(item.GetProperty("timestamps")));

    private static SeriesInput Series(JsonElement item) => new()
    {
        Id = "s",
        Timestamps = Column(item),
        Target = new NumberColumn(new double[item.GetProperty("timestamps").GetArrayLength()]),
    };
}
