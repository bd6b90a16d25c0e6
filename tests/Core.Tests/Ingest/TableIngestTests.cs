using System.Text;
using Tollama.Core.Errors;
using Tollama.Core.Ingest;
using Tollama.Core.Wire.Requests;

namespace Tollama.Core.Tests.Ingest;

/// <summary>What the shared cases leave open.</summary>
public sealed class TableIngestTests
{
    private static readonly IngestOptions Filling = new()
    {
        Missing = new MissingValueOptions { IsEnabled = true, Method = "linear", MaximumMissingRatio = 0.5 },
    };

    [Fact]
    public void A_clock_change_inside_a_file_leaves_the_day_a_day()
    {
        var table = Read(
            "timestamp,target\n2024-03-30T00:00:00+01:00,1\n2024-03-31T00:00:00+01:00,2\n2024-04-01T00:00:00+02:00,3\n"
        );

        Assert.Equal("D", table.Series[0].Freq);
    }

    [Fact]
    public void Months_begin_where_their_own_clock_says_so()
    {
        var table = Read(
            "timestamp,target\n2024-01-01T00:00:00+09:00,1\n2024-02-01T00:00:00+09:00,2\n2024-03-01T00:00:00+09:00,3\n"
        );

        Assert.Equal("MS", table.Series[0].Freq);
    }

    [Fact]
    public void Filled_series_keep_the_offset_of_their_times()
    {
        var table = Read(
            "timestamp,target\n2024-01-01T00:00:00+09:00,1\n2024-01-01T01:00:00+09:00,\n2024-01-01T02:00:00+09:00,3\n",
            Filling);

        Assert.Equal("2024-01-01T01:00:00+09:00", table.Series[0].Timestamps[1]);
        Assert.Equal([1, 2, 3], table.Series[0].Target.Values.ToArray());
    }

    [Fact]
    public void Rows_between_the_times_of_the_grid_are_left_out_with_a_warning()
    {
        var table = Read(
            "timestamp,target\n2024-01-01,1\n2024-01-02,2\n2024-01-02T07:00:00,9\n2024-01-03,3\n2024-01-04,4\n",
            Filling with { Freq = "D" });

        Assert.Equal([1, 2, 3, 4], table.Series[0].Target.Values.ToArray());
        Assert.Contains("left out", Assert.Single(table.Diagnostics![0].Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s")]
    [InlineData("ns")]
    [InlineData("D")]
    public void A_grid_without_end_is_refused_before_it_is_made(string freq)
    {
        var fault = Assert.Throws<TollamaException>(() =>
            Read(
                "timestamp,target\n0001-01-01,1\n2024-01-01,\n9999-12-31,3\n",
                Filling with
                {
                    Freq = freq,
                    Missing = Filling.Missing! with { MaximumMissingRatio = 1, MaximumGap = null },
                }));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
    }

    [Fact]
    public void Many_grids_together_are_bounded_too()
    {
        string rows = string.Concat(
            Enumerable.Range(0, 13).Select(i => $"2024-01-01T00:00:00,s{i},1\n2024-01-03T00:00:00,s{i},2\n"));

        Assert.Throws<TollamaException>(() =>
            Read(
                "timestamp,id,target\n" + rows,
                Filling with
                {
                    Freq = "s",
                    Missing = Filling.Missing! with { MaximumMissingRatio = 1, MaximumGap = null },
                }));
    }

    [Fact]
    public void A_wide_header_over_many_short_rows_is_refused()
    {
        string csv = "timestamp,target" + string.Concat(Enumerable.Range(0, 5000).Select(i => $",c{i}")) + "\n"
            + string.Concat(Enumerable.Repeat("2024-01-01,1\n", 5000));

        Assert.Contains("cells", Assert.Throws<TollamaException>(() => Read(csv)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timestamp,target\n2024-01-01,1\n2024-01-02,inf\n", "infinite")]
    [InlineData("timestamp,target\n2024-01-01,1\n,2\n", "Row 2")]
    [InlineData("timestamp,id,target\n2024-01-01,a,1\n2024-01-02,,2\n", "Row 2")]
    public void Names_the_row_that_cannot_be_used(string csv, string token) => Assert.Contains(
        token, Assert.Throws<TollamaException>(() => Read(csv)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("timestamp_column")]
    [InlineData("series_id_column")]
    [InlineData("target_column")]
    [InlineData("freq_column")]
    public void Names_the_override_that_names_no_column(string option)
    {
        var options = option switch
        {
            "timestamp_column" => new IngestOptions { TimestampColumn = "zzz" },
            "series_id_column" => new IngestOptions { SeriesIdColumn = "zzz" },
            "target_column" => new IngestOptions { TargetColumn = "zzz" },
            _ => new IngestOptions { FreqColumn = "zzz" },
        };

        var fault = Assert.Throws<TollamaException>(() => Read("timestamp,target\n2024-01-01,1\n", options));

        Assert.Contains(option, fault.Message, StringComparison.Ordinal);
        Assert.Contains("zzz", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_match_as_they_stand_before_they_match_in_any_case()
    {
        var table = Read("Time,ds,Y,value\nx,2024-01-01,1,5\ny,2024-01-02,2,6\n");

        Assert.Equal("2024-01-01", table.Series[0].Timestamps[0]);
        Assert.Equal(5, table.Series[0].Target.Span[0]);
    }

    private static IngestedTable Read(string csv, IngestOptions? options = null) =>
        TableIngest.Read(Encoding.UTF8.GetBytes(csv), "x.csv", options ?? new IngestOptions());
}
