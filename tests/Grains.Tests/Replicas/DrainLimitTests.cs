using Tollama.Core.Errors;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Replicas;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Replicas;

public sealed class DrainLimitTests
{
    private static readonly TimeSpan Limit = new SchedulingRules().DrainLimit;

    [Fact]
    public async Task Computes_elsewhere_what_a_copy_that_was_told_to_go_did_not_end_in_time()
    {
        await using var daemon = new TestDaemon();
        var gate = HoldFirst(daemon);
        var computing = daemon.ForecastAsync("a", last: 3);
        await ComputesAsync(daemon);
        var waiting = Enumerable.Range(4, 3).Select(last => daemon.ForecastAsync("a", last: last)).ToArray();
        await QueueIsAsync(daemon, 4);

        await daemon.Grains.GetGrain<IModelGrain>("a").UnloadAsync(CancellationToken.None);
        daemon.Clock.Advance(Limit);
        await QueueIsAsync(daemon, 0);
        Assert.False(daemon.Models.Loaded.Single().IsDisposed); // its engine call has not ended
        gate.SetResult();

        Assert.Equal(3, (await computing).Forecasts[0].Mean.Span[0]);
        for (int i = 0; i < waiting.Length; i++)
        {
            Assert.Equal(4 + i, (await waiting[i]).Forecasts[0].Mean.Span[0]);
        }

        Assert.Equal([true, false], daemon.Models.Loaded.Select(loaded => loaded.IsDisposed));
        Assert.Equal([1], daemon.Models.Loaded.First().BatchSizes);
        Assert.Equal(4, daemon.Models.Loaded.Last().BatchSizes.Sum());
        Assert.Equal(1, daemon.Models.MostAliveAtOnce);
    }

    [Fact]
    public async Task Lets_forecasts_end_in_time_where_they_began()
    {
        await using var daemon = new TestDaemon();
        var gate = HoldFirst(daemon);
        var computing = daemon.ForecastAsync("a", last: 3);
        await ComputesAsync(daemon);

        await daemon.Grains.GetGrain<IModelGrain>("a").UnloadAsync(CancellationToken.None);
        daemon.Clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
        gate.SetResult();

        Assert.Equal(3, (await computing).Forecasts[0].Mean.Span[0]);
        Assert.Single(daemon.Models.Loaded);
    }

    [Fact]
    public async Task Waits_for_the_last_forecast_however_long_when_a_copy_makes_room()
    {
        await using var daemon = new TestDaemon();
        var gate = HoldFirst(daemon);
        var computing = daemon.ForecastAsync("a", last: 3);
        await ComputesAsync(daemon);
        var device = await daemon.DeviceAsync();
        var replica = daemon.Grains.GetGrain<IReplicaGrain>(
            ReplicaKey.Format("a", $"local/{daemon.Devices.All[0].Id}"));

        Assert.True(await replica.RetireAsync(device.Replicas.Single().Generation));
        daemon.Clock.Advance(Limit * 10);
        gate.SetResult();

        Assert.Equal(3, (await computing).Forecasts[0].Mean.Span[0]);
        Assert.Single(daemon.Models.Loaded);
    }

    [Fact]
    public async Task Computes_a_big_request_elsewhere_as_a_whole()
    {
        await using var daemon = new TestDaemon();
        daemon.Models.SeriesAreIndependent = true;
        var gate = HoldFirst(daemon);
        var big = daemon.ForecastAsync("a", last: 7, series: 600);
        await ComputesAsync(daemon);

        await daemon.Grains.GetGrain<IModelGrain>("a").UnloadAsync(CancellationToken.None);
        daemon.Clock.Advance(Limit);
        await QueueIsAsync(daemon, 0);
        gate.SetResult();

        var forecasts = (await big).Forecasts;
        Assert.Equal(600, forecasts.Count);
        Assert.All(forecasts, forecast => Assert.Equal(7, forecast.Mean.Span[0]));
        Assert.Equal(3, daemon.Models.Loaded.Last().BatchSizes.Count);
    }

    [Fact]
    public async Task Tells_callers_to_retry_when_a_process_stops_that_has_waited_long_enough()
    {
        await using var daemon = new TestDaemon();
        var gate = HoldFirst(daemon);
        var computing = daemon.ForecastAsync("a", last: 3);
        await ComputesAsync(daemon);

        var stopping = daemon.StopAsync();
        daemon.Clock.Advance(Limit);
        await TestDaemon.EventuallyAsync(
            () =>
            {
                daemon.Clock.Advance(TimeSpan.FromMilliseconds(100)); // another silo might come and take it
                return computing.IsCompleted;
            },
            "the answer, though the engine call has not ended");
        var told = await Assert.ThrowsAsync<TollamaException>(() => computing);
        Assert.Equal(503, ErrorTable.Describe(told.Code).HttpStatus);
        Assert.NotNull(told.RetryAfter);
        gate.SetResult();
        await stopping.WaitAsync(TestDaemon.Patience);
        Assert.True(daemon.Models.Loaded.Single().IsDisposed);
    }

    /// <summary>The first engine call waits for the gate, later ones do not.</summary>
    private static TaskCompletionSource HoldFirst(TestDaemon daemon)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int calls = 0;
        daemon.Models.BeforeEngine = _ => Interlocked.Increment(ref calls) == 1 ? gate.Task : Task.CompletedTask;
        return gate;
    }

    private static Task ComputesAsync(TestDaemon daemon) => TestDaemon.EventuallyAsync(
        () => daemon.Models.Loaded.Any(loaded => loaded.BatchSizes.Count == 1), "the first call");

    private static Task QueueIsAsync(TestDaemon daemon, int count) => TestDaemon.EventuallyAsync(
        async () => (await daemon.DeviceAsync()).Replicas.Single().Queue == count, $"{count} forecasts in the copy");
}
