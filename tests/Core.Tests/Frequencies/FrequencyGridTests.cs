using Tollama.Core.Frequencies;

namespace Tollama.Core.Tests.Frequencies;

public sealed class FrequencyGridTests
{
    [Theory]
    [InlineData("D", "2024-02-28", "2024-02-29T00:00:00Z")]
    [InlineData("2h", "2024-01-01T23:00:00", "2024-01-02T01:00:00Z")]
    [InlineData("1h30min", "2024-01-01", "2024-01-01T01:30:00Z")]
    [InlineData("1.5h", "2024-01-01", "2024-01-01T01:30:00Z")]
    [InlineData("T", "2024-01-01 00:59", "2024-01-01T01:00:00Z")]
    [InlineData("250ms", "2024-01-01", "2024-01-01T00:00:00.250000Z")]
    [InlineData("B", "2024-01-05", "2024-01-08T00:00:00Z")]
    [InlineData("B", "2024-01-06", "2024-01-09T00:00:00Z")]
    [InlineData("bh", "2014-08-01 16:00", "2014-08-04T09:00:00Z")]
    [InlineData("bh", "2014-08-01 16:30", "2014-08-04T09:30:00Z")]
    [InlineData("bh", "2014-08-01 08:00", "2014-08-01T10:00:00Z")]
    [InlineData("W", "2024-01-07", "2024-01-14T00:00:00Z")]
    [InlineData("W-MON", "2024-01-02", "2024-01-15T00:00:00Z")]
    [InlineData("MS", "2024-01-01", "2024-02-01T00:00:00Z")]
    [InlineData("MS", "2021-08-15", "2021-10-01T00:00:00Z")]
    [InlineData("2MS", "2024-01-01 06:00", "2024-03-01T06:00:00Z")]
    [InlineData("M", "2024-01-31", "2024-02-29T00:00:00Z")]
    [InlineData("BME", "2024-02-29", "2024-03-29T00:00:00Z")]
    [InlineData("BMS", "2024-06-03", "2024-07-01T00:00:00Z")]
    [InlineData("QS-OCT", "2024-01-01", "2024-04-01T00:00:00Z")]
    [InlineData("QE", "2024-03-31", "2024-06-30T00:00:00Z")]
    [InlineData("QS-FEB", "2024-01-01", "2024-05-01T00:00:00Z")]
    [InlineData("YS", "2024-01-01", "2025-01-01T00:00:00Z")]
    [InlineData("A-JUN", "2024-06-30", "2025-06-30T00:00:00Z")]
    [InlineData("SMS", "2024-01-15", "2024-02-01T00:00:00Z")]
    [InlineData("SME", "2024-01-15", "2024-01-31T00:00:00Z")]
    [InlineData("WOM-3FRI", "2024-01-19", "2024-02-16T00:00:00Z")]
    public void The_first_step_lies_on_the_grid(string alias, string last, string expected)
    {
        Assert.True(Frequency.TryParse(alias, out var frequency));
        Assert.True(TimestampText.TryParse(last, out var date));

        var future = FrequencyGrid.Future(date, frequency, 1);

        Assert.Equal(expected, TimestampText.Format(future![0]));
    }

    /// <summary>What pandas gives for <c>last + to_offset(alias)</c>.</summary>
    [Theory]
    [InlineData("D", "2024-02-28", "2024-02-29T00:00:00Z")]
    [InlineData("MS", "2024-01-01", "2024-02-01T00:00:00Z")]
    [InlineData("MS", "2021-08-15", "2021-09-01T00:00:00Z")]
    [InlineData("3MS", "2023-03-15 13:45:10", "2023-06-01T13:45:10Z")]
    [InlineData("ME", "2024-07-01", "2024-07-31T00:00:00Z")]
    [InlineData("W-SUN", "2024-01-01", "2024-01-07T00:00:00Z")]
    [InlineData("7W-THU", "2024-05-05", "2024-06-20T00:00:00Z")]
    [InlineData("QE-JUL", "2024-05-04", "2024-07-31T00:00:00Z")]
    [InlineData("2QS-OCT", "2024-01-31", "2024-07-01T00:00:00Z")]
    [InlineData("15QE-APR", "2023-12-31", "2027-07-31T00:00:00Z")]
    [InlineData("2YE-AUG", "2024-01-01", "2025-08-31T00:00:00Z")]
    [InlineData("YS-JAN", "2024-01-01", "2025-01-01T00:00:00Z")]
    [InlineData("YS-JAN", "2024-07-01", "2025-01-01T00:00:00Z")]
    [InlineData("B", "2024-06-29", "2024-07-01T00:00:00Z")]
    [InlineData("7B", "2024-06-30", "2024-07-09T00:00:00Z")]
    public void A_step_from_off_the_grid_ends_on_the_next_grid_date(string alias, string last, string expected)
    {
        Assert.True(Frequency.TryParse(alias, out var frequency));
        Assert.True(TimestampText.TryParse(last, out var date));

        var next = FrequencyGrid.After(date, frequency);

        Assert.NotNull(next);
        Assert.Equal(expected, TimestampText.Format(next.Value));
    }

    [Fact]
    public void A_step_beyond_the_calendar_is_none()
    {
        Assert.True(Frequency.TryParse("2YE", out var frequency));

        Assert.Null(FrequencyGrid.After(new DateTime(9998, 12, 31, 0, 0, 0, DateTimeKind.Utc), frequency));
    }

    [Theory]
    [InlineData("")]
    [InlineData("X")]
    [InlineData("0D")]
    [InlineData("-1D")]
    [InlineData("W-XXX")]
    [InlineData("MS-JAN")]
    [InlineData("1D1MS")]
    [InlineData("1.5MS")]
    [InlineData("99999999999D")]
    [InlineData("auto")]
    public void What_is_no_alias_is_refused(string alias) => Assert.False(Frequency.TryParse(alias, out _));

    [Fact]
    public void Month_ends_do_not_drift_over_a_short_month()
    {
        Assert.True(Frequency.TryParse("ME", out var frequency));
        Assert.True(TimestampText.TryParse("2023-01-31", out var date));

        var future = FrequencyGrid.Future(date, frequency, 3)!;

        Assert.Equal(["2023-02-28", "2023-03-31", "2023-04-30"], future.Select(day => day.ToString("yyyy-MM-dd")));
    }

    [Fact]
    public void Steps_beyond_the_calendar_are_no_dates()
    {
        Assert.True(Frequency.TryParse("YS", out var frequency));

        Assert.Null(FrequencyGrid.Future(new DateTime(9000, 1, 1), frequency, 2000));
    }
}
