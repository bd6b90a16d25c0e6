using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Serving;

namespace Tollama.Models.Tests.Serving;

public sealed class ForecastColumnsTests
{
    [Fact]
    public void Every_series_gets_columns_of_its_own()
    {
        var request = Request(sorts: false);
        var columns = new ForecastColumns(request, hasQuantiles: true);

        foreach (var series in request.Series)
        {
            columns.Add(series, "2024-02-01", block => Fill(block, series.Id == "a" ? 10 : 20));
        }

        var forecasts = columns.ToResult().Forecasts;
        Assert.Equal([10.0, 11], forecasts[0].Mean.Span.ToArray());
        Assert.Equal([19.0, 18], forecasts[1].Quantiles!.Rows[1].Span.ToArray());
        Assert.Equal([21.0, 22], forecasts[1].Quantiles!.Rows[0].Span.ToArray());
        ForecastMemory.Release(forecasts);
        Assert.Throws<ObjectDisposedException>(() => forecasts[1].Quantiles!.Rows[0].Span[0]);
    }

    [Fact]
    public void Quantiles_are_sorted_where_that_is_asked_for()
    {
        var request = Request(sorts: true);
        var columns = new ForecastColumns(request, hasQuantiles: true);

        columns.Add(request.Series[0], "2024-02-01", block => Fill(block, 10));

        var rows = columns.ToResult().Forecasts[0].Quantiles!.Rows;
        Assert.Equal([9.0, 8], rows[0].Span.ToArray());
        Assert.Equal([11.0, 12], rows[1].Span.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_number_that_is_not_finite_is_refused_with_its_step(int place)
    {
        var columns = new ForecastColumns(Request(sorts: false), hasQuantiles: true);

        var fault = Assert.Throws<TollamaException>(() =>
            columns.Add(
                Request(sorts: false).Series[0],
                "2024-02-01",
                block =>
                {
                    Fill(block, 10);
                    block.All[place] = double.NaN;
                }));

        Assert.Equal(ErrorCode.ForecastFailed, fault.Code);
        Assert.Contains($"step {(place % 2) + 1}", fault.Message, StringComparison.Ordinal);
    }

    private static void Fill(ColumnBlock block, double start)
    {
        for (int t = 0; t < block.Mean.Length; t++)
        {
            block.Mean[t] = start + t;
            block[0][t] = start + t + 1;
            block[1][t] = start - t - 1;
        }
    }

    private static ForecastRequest Request(bool sorts) => new()
    {
        Model = "m",
        Horizon = 2,
        Quantiles = [0.1, 0.9],
        Parameters = new ForecastParameters { SortQuantiles = sorts },
        Series = [Series("a"), Series("b")],
    };

    private static SeriesInput Series(string id) => new()
    {
        Id = id,
        Freq = "D",
        Timestamps = TimestampColumn.FromStrings(["2024-01-01", "2024-01-02"]),
        Target = new NumberColumn(new double[] { 1, 2 }),
    };
}
