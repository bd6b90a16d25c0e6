using Tollama.Core.Forecasting;

namespace Tollama.Core.Tests.Forecasting;

public sealed class ForecastMemoryTests
{
    [Fact]
    public void Columns_do_not_overlap_and_end_with_the_memory()
    {
        using var memory = new ForecastMemory(6);

        var one = memory.Take(2);
        var other = memory.Take(4);
        one.Span.Fill(1);
        other.Span.Fill(2);

        Assert.Equal([1, 1], one.ToArray());
        Assert.Equal([2, 2, 2, 2], other.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Take(1));
    }

    [Fact]
    public void A_released_answer_cannot_be_read_any_more()
    {
        var memory = new ForecastMemory(3);
        SeriesForecast[] answer =
        [
            new()
            {
                Id = "a",
                Freq = "D",
                StartTimestamp = "2024-01-01",
                Mean = new NumberColumn(memory.Take(3)),
            },
            new()
            {
                Id = "b",
                Freq = "D",
                StartTimestamp = "2024-01-01",
                Mean = new NumberColumn(new double[] { 1, 2, 3 }),
            },
        ];

        ForecastMemory.Release(answer);
        ForecastMemory.Release(answer); // twice is once

        Assert.Throws<ObjectDisposedException>(() => answer[0].Mean.Span[0]);
        Assert.Equal([1, 2, 3], answer[1].Mean.Span.ToArray());
    }
}
