using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Grains.Contracts;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Models;

public sealed class FetchingTests
{
    [Fact]
    public async Task Fetches_files_that_are_not_on_this_machine_before_it_loads()
    {
        await using var daemon = new TestDaemon();
        daemon.Weights.AreHere = false;
        var forecast = daemon.ForecastAsync("m", last: 7);
        var copy = await ComesToAsync(daemon, ReplicaState.Fetching);

        Assert.Equal(("m", 0L, 0), (copy.Model, copy.Generation, daemon.Models.Loaded.Count));
        daemon.Weights.Steps.Writer.TryWrite(new PullEvent { Status = "downloading", CompletedBytes = 10 });
        daemon.Weights.Steps.Writer.Complete();

        Assert.Equal(7, (await forecast).Forecasts[0].Mean.Span[0]);
        Assert.Equal(1, daemon.Weights.Fetches);
        Assert.Equal(ReplicaState.Ready, (await ComesToAsync(daemon, ReplicaState.Ready)).State);
    }

    [Fact]
    public async Task Says_where_files_are_and_how_fast_they_come()
    {
        await using var daemon = new TestDaemon();
        daemon.Weights.AreHere = false;
        var weights = daemon.Grains.GetGrain<IWeightsGrain>("local");
        var artifact = TestModels.Artifact("m");
        var before = await weights.FindAsync(artifact);
        daemon.Weights.Steps.Writer.TryWrite(new PullEvent { Status = "downloading", CompletedBytes = 1 << 20 });

        await foreach (var step in weights.FetchAsync(artifact, CancellationToken.None))
        {
            daemon.Clock.Advance(TimeSpan.FromSeconds(2));
            daemon.Weights.Steps.Writer.TryWrite(new PullEvent { Status = "downloading", CompletedBytes = 5 << 20 });
            daemon.Weights.Steps.Writer.TryComplete();
        }

        var after = await weights.FindAsync(artifact);
        Assert.Equal((false, true), (before.AreHere, after.AreHere));
        Assert.True(before.BytesPerSecond > 0);
        Assert.Equal(1 << 20, after.BytesPerSecond); // four MiB came, in two steps of two seconds
    }

    [Fact]
    public async Task Fetches_once_for_all_devices_of_a_silo()
    {
        await using var daemon = new TestDaemon();
        daemon.Weights.AreHere = false;
        var weights = daemon.Grains.GetGrain<IWeightsGrain>("local");
        await using var one = weights.FetchAsync(TestModels.Artifact("m"), CancellationToken.None).GetAsyncEnumerator();
        await using var other = weights
            .FetchAsync(TestModels.Artifact("m"), CancellationToken.None)
            .GetAsyncEnumerator();
        var first = one.MoveNextAsync();
        var second = other.MoveNextAsync();

        daemon.Weights.Steps.Writer.TryWrite(new PullEvent { Status = "success" });

        Assert.True(
            await first.AsTask().WaitAsync(TestDaemon.Patience) && await second.AsTask().WaitAsync(TestDaemon.Patience)
        );
        Assert.Equal(1, daemon.Weights.Fetches);
        daemon.Weights.Steps.Writer.Complete();
    }

    [Fact]
    public async Task Tries_again_when_the_pause_after_failures_is_over()
    {
        await using var daemon = new TestDaemon();
        daemon.Weights.AreHere = false;
        for (int attempt = 0; attempt < 2; attempt++)
        {
            daemon.Weights.Reset();
            daemon.Weights.Steps.Writer.Complete(new TollamaException(ErrorCode.UpstreamFailed, "the hub is away"));
            await Assert.ThrowsAsync<TollamaException>(() => daemon.ForecastAsync("m"));
        }

        for (int refused = 0; refused < 3; refused++)
        {
            var pause = await Assert.ThrowsAsync<TollamaException>(() => daemon.ForecastAsync("m"));
            Assert.Equal(TimeSpan.FromSeconds(1), pause.RetryAfter);
        }

        Assert.Equal(2, daemon.Weights.Fetches);
        daemon.Weights.Reset();
        daemon.Weights.Steps.Writer.Complete();
        daemon.Clock.Advance(TimeSpan.FromSeconds(1));
        await daemon.ForecastAsync("m");
        Assert.Equal(3, daemon.Weights.Fetches);
    }

    [Fact]
    public async Task Tells_the_caller_why_files_can_not_be_had()
    {
        await using var daemon = new TestDaemon();
        daemon.Weights.AreHere = false;
        daemon.Weights.Steps.Writer.Complete(new TollamaException(ErrorCode.UpstreamFailed, "the hub is away"));

        var fault = await Assert.ThrowsAsync<TollamaException>(() => daemon.ForecastAsync("m"));

        Assert.Equal((ErrorCode.UpstreamFailed, "the hub is away"), (fault.Code, fault.Message));
        Assert.Empty(daemon.Models.Loaded);
    }

    [Fact]
    public async Task Gives_up_when_nothing_comes_and_says_so()
    {
        await using var daemon = new TestDaemon();
        daemon.Weights.AreHere = false;
        var forecast = daemon.ForecastAsync("m");
        for (int tries = 1; tries <= 2; tries++)
        {
            int seen = tries;
            await TestDaemon.EventuallyAsync(() => daemon.Weights.Fetches == seen, "the fetch begins");
            await ComesToAsync(daemon, ReplicaState.Fetching);
            daemon.Clock.Advance(TimeSpan.FromSeconds(31));
        }

        var fault = await Assert.ThrowsAsync<TollamaException>(() => forecast);

        Assert.Equal(ErrorCode.Unavailable, fault.Code);
        Assert.NotNull(fault.RetryAfter);
    }

    private static async Task<ReplicaSummary> ComesToAsync(TestDaemon daemon, ReplicaState state)
    {
        ReplicaSummary? found = null;
        using var patience = new CancellationTokenSource(TestDaemon.Patience);
        while (found is null)
        {
            Assert.False(patience.IsCancellationRequested, $"waited for {state}");
            var silos = await daemon.Grains.GetGrain<IClusterGrain>("cluster").DescribeAsync(CancellationToken.None);
            found = silos
                .SelectMany(silo => silo.Devices)
                .SelectMany(device => device.Replicas)
                .FirstOrDefault(one => one.State == state);
            await Task.Delay(5, CancellationToken.None);
        }

        return found;
    }
}
