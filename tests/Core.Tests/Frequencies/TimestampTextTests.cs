using Tollama.Core.Frequencies;

namespace Tollama.Core.Tests.Frequencies;

public sealed class TimestampTextTests
{
    [Theory]
    [InlineData("2024-03-05", "2024-03-05T00:00:00Z")]
    [InlineData("2024-03", "2024-03-01T00:00:00Z")]
    [InlineData("2024", "2024-01-01T00:00:00Z")]
    [InlineData("2024-03-05T10:20", "2024-03-05T10:20:00Z")]
    [InlineData("2024-03-05 10:20:30", "2024-03-05T10:20:30Z")]
    [InlineData("2024-03-05T10:20:30Z", "2024-03-05T10:20:30Z")]
    [InlineData("2024-03-05T10:20:30.5+02:00", "2024-03-05T08:20:30.500000Z")]
    [InlineData("2024-03-05T10:20:30-0330", "2024-03-05T13:50:30Z")]
    [InlineData("2024-03-05T10:20:30.123456789", "2024-03-05T10:20:30.123456Z")]
    [InlineData("2024/3/5", "2024-03-05T00:00:00Z")]
    [InlineData("3/5/2024", "2024-03-05T00:00:00Z")]
    [InlineData("20240305", "2024-03-05T00:00:00Z")]
    [InlineData("5 Mar 2024", "2024-03-05T00:00:00Z")]
    public void Usual_shapes_are_read_as_utc(string text, string expected)
    {
        Assert.True(TimestampText.TryParse(text, out var utc));
        Assert.Equal(expected, TimestampText.Format(utc));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-30")]
    [InlineData("2024-01-01T25:00")]
    [InlineData("2024-01-01T10:61")]
    [InlineData("2024-01-01X")]
    [InlineData("0000-01-01")]
    [InlineData("2024-01-01T10:00+99:00")]
    public void What_is_no_date_is_refused(string text) => Assert.False(TimestampText.TryParse(text, out _));
}
