using Tollama.Gateway.Admission;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.Admission;

public sealed class TokenBucketTests
{
    /// <summary>
    /// The vectors name each answer of a moment once; a bucket gives the first as often as it holds tokens.
    /// </summary>
    [Fact]
    public void Allows_what_the_vectors_say()
    {
        using var document = CompatFixtures.Load("vectors", "rate-limit-token-bucket");
        var root = document.RootElement;
        var time = new ManualTimeProvider();
        var start = time.GetUtcNow();
        var bucket = new TokenBucket(
            root.GetProperty("burst").GetDouble(),
            root.GetProperty("tokens_per_second").GetDouble(),
            time);
        foreach (
            var moment in root.GetProperty("cases")
                .EnumerateArray()
                .GroupBy(item => item.GetProperty("at_seconds").GetInt32()))
        {
            time.Advance(start.AddSeconds(moment.Key) - time.GetUtcNow());

            bool[] answers = [.. Enumerable.Range(0, 5).Select(_ => bucket.TryTake(out TimeSpan _)).Distinct()];

            Assert.Equal(moment.Select(item => item.GetProperty("allowed").GetBoolean()), answers);
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(100, 2)]
    public void Holds_what_flowed_in_and_never_more_than_its_capacity(int seconds, int expected)
    {
        var time = new ManualTimeProvider();
        var bucket = new TokenBucket(capacity: 2, perSecond: 0.5, time);
        if (seconds > 0)
        {
            Assert.Equal(2, Drain(bucket));
        }

        time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, Drain(bucket));
    }

    [Fact]
    public void Says_how_long_to_wait()
    {
        var time = new ManualTimeProvider();
        var bucket = new TokenBucket(capacity: 1, perSecond: 0.25, time);
        Drain(bucket);
        time.Advance(TimeSpan.FromSeconds(1));

        bucket.TryTake(out var wait);

        Assert.Equal(TimeSpan.FromSeconds(3), wait);
    }

    private static int Drain(TokenBucket bucket)
    {
        int taken = 0;
        while (bucket.TryTake(out _))
        {
            taken++;
        }

        return taken;
    }
}
