using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Grains.Contracts;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Pulling;

public sealed class PullGrainTests
{
    private static readonly PullRequest Request = new() { Model = "a" };

    [Fact]
    public async Task Fetches_once_and_shows_a_late_one_what_happened_so_far()
    {
        await using var daemon = new TestDaemon();
        var pull = daemon.Grains.GetGrain<IPullGrain>("a");
        await using var early = pull.PullAsync(Request, default).GetAsyncEnumerator();
        Write(daemon, "pulling manifest", null);
        Write(daemon, "downloading", 10);
        Write(daemon, "downloading", 20);
        await ReadAsync(early, 3);

        await using var late = pull.PullAsync(Request, default).GetAsyncEnumerator();
        Assert.Equal(["pulling manifest ", "downloading 20"], await ReadAsync(late, 2));
        Write(daemon, "downloading", 30);
        Write(daemon, "success", null);
        daemon.Store.Steps.Writer.Complete();

        Assert.Equal(["downloading 30", "success "], await ReadAsync(early, 2));
        Assert.Equal(["downloading 30", "success "], await ReadAsync(late, 2));
        Assert.Equal(1, daemon.Store.Pulls);
    }

    [Fact]
    public async Task Gives_everybody_the_fault()
    {
        await using var daemon = new TestDaemon();
        var pull = daemon.Grains.GetGrain<IPullGrain>("a");
        var first = CollectAsync(pull);
        var second = CollectAsync(pull);

        daemon.Store.Steps.Writer.Complete(new TollamaException(ErrorCode.LicenceRequired, "accept it"));

        Assert.Equal(ErrorCode.LicenceRequired, (await Assert.ThrowsAsync<TollamaException>(() => first)).Code);
        Assert.Equal(ErrorCode.LicenceRequired, (await Assert.ThrowsAsync<TollamaException>(() => second)).Code);
    }

    [Fact]
    public async Task Goes_on_while_one_still_watches_and_stops_when_all_have_left()
    {
        await using var daemon = new TestDaemon();
        var pull = daemon.Grains.GetGrain<IPullGrain>("a");
        var first = pull.PullAsync(Request, default).GetAsyncEnumerator();
        var second = pull.PullAsync(Request, default).GetAsyncEnumerator();
        Write(daemon, "pulling manifest", null);
        await ReadAsync(first, 1);
        await ReadAsync(second, 1);

        await first.DisposeAsync();
        Assert.False(daemon.Store.IsAbandoned);
        await second.DisposeAsync();

        await TestDaemon.EventuallyAsync(() => daemon.Store.IsAbandoned, "the abandoned download to stop");
        daemon.Store.Reset();
        Write(daemon, "success", null);
        daemon.Store.Steps.Writer.Complete();
        Assert.Equal(["success "], await CollectAsync(pull));
        Assert.Equal(2, daemon.Store.Pulls);
    }

    private static void Write(TestDaemon daemon, string status, long? bytes) =>
        daemon.Store.Steps.Writer.TryWrite(new PullEvent { Status = status, CompletedBytes = bytes });

    private static async Task<string[]> ReadAsync(IAsyncEnumerator<PullEvent> events, int count)
    {
        var read = new string[count];
        for (int i = 0; i < count; i++)
        {
            Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TestDaemon.Patience));
            read[i] = $"{events.Current.Status} {events.Current.CompletedBytes}";
        }

        return read;
    }

    private static async Task<string[]> CollectAsync(IPullGrain pull)
    {
        var read = new List<string>();
        await foreach (var step in pull.PullAsync(Request, CancellationToken.None))
        {
            read.Add($"{step.Status} {step.CompletedBytes}");
        }

        return [.. read];
    }
}
