using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Routing;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Models;

/// <summary>A forecast that takes long is asked of a second copy too; whoever asked gets one answer.</summary>
public sealed class HedgingTests : IAsyncDisposable
{
    private readonly TestDaemon _daemon;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _caller = new();
    private volatile bool _isHolding;
    private int _begun;
    private int _calls;

    public HedgingTests()
    {
        _daemon = new TestDaemon(services => services.AddSingleton(new RoutingRules { Hedges = true }));
        _daemon.Devices.All.Clear();
        _daemon.Devices.All.Add(new(new DeviceId(DeviceKind.Simulated, 0), "test", 1L << 30));
        _daemon.Devices.All.Add(new(new DeviceId(DeviceKind.Simulated, 1), "test", 1L << 30));
        _daemon.Models.BeforeEngine = ComputeAsync;
    }

    public async ValueTask DisposeAsync()
    {
        _held.TrySetResult();
        _caller.Dispose();
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task Takes_the_answer_of_the_second_copy_and_gives_the_first_up()
    {
        await WarmUpAsync();
        _isHolding = true;
        var slow = _daemon.ForecastAsync("a", last: 7, cancellationToken: _caller.Token);
        await TestDaemon.EventuallyAsync(() => Volatile.Read(ref _begun) == 1, "the first copy computes");

        await AdvanceUntilAsync(() => slow.IsCompleted);

        Assert.Equal(7, (await slow).Forecasts[0].Mean.Span[0]);
        var report = await RoutingAsync();
        Assert.Equal((1, 1), (report.Hedges, report.HedgesWon));
        _held.SetResult();
        await TestDaemon.EventuallyAsync(
            async () => (await RoutingAsync()).Copies.Sum(copy => copy.Outstanding) == 0,
            "the first copy is free again");
        Assert.Equal(2, (await RoutingAsync()).Copies.Count);
    }

    [Fact]
    public async Task Ends_both_when_the_caller_leaves()
    {
        await WarmUpAsync();
        _isHolding = true;
        _calls = int.MinValue; // the second copy is held too
        var slow = _daemon.ForecastAsync("a", cancellationToken: _caller.Token);
        await TestDaemon.EventuallyAsync(() => Volatile.Read(ref _begun) == 1, "the first copy computes");
        await AdvanceUntilAsync(() => Volatile.Read(ref _begun) == 2);

        await _caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        _held.SetResult();
        await TestDaemon.EventuallyAsync(
            async () => (await RoutingAsync()).Copies.Sum(copy => copy.Outstanding) == 0, "both copies are free again");
    }

    [Fact]
    public async Task Does_not_ask_twice_for_what_fails_at_once()
    {
        await WarmUpAsync();
        _daemon.Models.BeforeEngine = null;

        var fault = await Assert.ThrowsAsync<TollamaException>(
            () => _daemon.ForecastAsync("a", last: -2, cancellationToken: _caller.Token));

        Assert.Equal("minus two", fault.Message);
        Assert.Equal(0, (await RoutingAsync()).Hedges);
    }

    [Fact]
    public async Task Asks_one_copy_alone_for_a_caller_that_waits_for_ever()
    {
        await WarmUpAsync();
        _isHolding = true;
        var slow = _daemon.ForecastAsync("a");
        await TestDaemon.EventuallyAsync(() => Volatile.Read(ref _begun) == 1, "a copy computes");

        for (int second = 0; second < 10; second++)
        {
            _daemon.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        _held.SetResult();
        await slow;
        Assert.Equal(0, (await RoutingAsync()).Hedges);
    }

    /// <summary>Two copies, and answers enough to know what is long.</summary>
    private async Task WarmUpAsync()
    {
        var order = new LoadOrder(TestModels.Artifact("a"), WorkClass.Interactive, 0);
        foreach (string device in new[] { "sim:0", "sim:1" })
        {
            await _daemon.Grains.GetGrain<IReplicaGrain>($"a@local/{device}").LoadAsync(order, CancellationToken.None);
        }

        for (int forecast = 0; forecast < 40; forecast++)
        {
            await _daemon.ForecastAsync("a");
        }

        Assert.Equal(2, (await RoutingAsync()).Copies.Count); // both were found
        _daemon.Clock.Advance(TimeSpan.FromSeconds(1)); // what is long is looked at again
    }

    private Task<RoutingReport> RoutingAsync() => _daemon.Grains.GetGrain<IModelGrain>("a").DescribeRoutingAsync();

    private async Task AdvanceUntilAsync(Func<bool> isSo) => await TestDaemon.EventuallyAsync(
        () =>
        {
            _daemon.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return isSo();
        },
        "time enough has passed");

    private async Task ComputeAsync(IReadOnlyList<ForecastWork> batch)
    {
        if (!_isHolding)
        {
            _daemon.Clock.Advance(TimeSpan.FromMilliseconds(10)); // what the engine takes, by the daemon's clock
        }
        else
        {
            Interlocked.Increment(ref _begun);
            if (Interlocked.Increment(ref _calls) <= 1)
            {
                await _held.Task;
            }
        }
    }
}
