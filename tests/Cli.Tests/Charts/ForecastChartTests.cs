using Tollama.Cli.Charts;
using Tollama.Cli.Data;

namespace Tollama.Cli.Tests.Charts;

/// <summary>Charts of forecasts.</summary>
public sealed class ForecastChartTests
{
    [Fact]
    public void Draws_history_forecast_and_band_with_ascii_letters_where_braille_cannot_be_shown()
    {
        var lines = Render(isBraille: false, isColoured: false);

        string plot = string.Join('\n', lines);
        Assert.All(plot, letter => Assert.InRange(letter, '\n', '~'));
        Assert.Contains('*', plot);
        Assert.Contains('o', plot);
        Assert.Contains(':', plot);
        Assert.Contains("80 % interval", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Draws_with_braille_and_without_escape_sequences_when_colours_are_off()
    {
        var lines = Render(isBraille: true, isColoured: false);

        Assert.Contains(lines, line => line.Any(letter => letter is > '\u2800' and <= '\u28ff'));
        Assert.DoesNotContain(lines, line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public void Ends_every_coloured_line_with_the_colour_reset()
    {
        var coloured = Render(isBraille: true, isColoured: true)
            .Where(line => line.Contains('\u001b', StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(coloured);
        Assert.All(coloured, line => Assert.True(
            line.LastIndexOf("\u001b[0m", StringComparison.Ordinal) == line.LastIndexOf('\u001b')));
    }

    [Fact]
    public void Labels_the_first_shown_value_the_start_of_the_forecast_and_its_end()
    {
        string axis = Render(isBraille: true, isColoured: false)[^2];

        foreach (string label in new[] { "2024-01-11", "2024-02-10", "2024-02-19" })
        {
            Assert.Contains(label, axis, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Keeps_every_line_within_the_asked_width() =>
        Assert.All(Render(isBraille: true, isColoured: false), line => Assert.InRange(line.Length, 0, 80));

    [Theory]
    [InlineData(5.0, 5.0)]
    [InlineData(0.0, 0.0)]
    [InlineData(-1e300, 1e300)]
    [InlineData(1e-300, 2e-300)]
    [InlineData(double.NaN, double.NaN)]
    public void Draws_constant_and_extreme_series(double low, double high)
    {
        var series = new SeriesOutcome
        {
            Id = "s",
            Freq = "D",
            StartTimestamp = "2024-01-03",
            Mean = [high],
            Quantiles = [],
            Timestamps = ["2024-01-01", "2024-01-02"],
            Target = [low, high],
        };

        var lines = new ChartRenderer(60, 8, isBraille: true, isColoured: false)
            .Render(ForecastChart.Build(series, ["2024-01-03"], "naive"));

        Assert.Equal(8 + 4, lines.Count);
    }

    private static IReadOnlyList<string> Render(bool isBraille, bool isColoured)
    {
        var times = Enumerable.Range(0, 50)
            .Select(day => new DateTime(2024, 1, 1).AddDays(day).ToString("yyyy-MM-dd")).ToList();
        var wave = Enumerable.Range(0, 50).Select(day => 100 + (40 * Math.Sin(day / 3.0))).ToList();
        var series = new SeriesOutcome
        {
            Id = "sales",
            Freq = "D",
            StartTimestamp = times[40],
            Mean = wave[40..],
            Quantiles =
            [
                new QuantilePath(0.1, [.. wave[40..].Select(value => value - 20)]),
                new QuantilePath(0.9, [.. wave[40..].Select(value => value + 20)]),
            ],
            Timestamps = times[..40],
            Target = wave[..40],
        };
        return new ChartRenderer(80, 14, isBraille, isColoured).Render(
            ForecastChart.Build(series, times[40..], "theta"));
    }
}
