using Tollama.Actors.Tests.Kit;
using Tollama.Core.Errors;

namespace Tollama.Actors.Tests.Activation;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Activates_once_however_many_call_at_the_same_time()
    {
        await using var silo = new TestSilo();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(
            _ => Task.Run(() => silo.GetGrain<IProbeGrain>("a").AddAsync(2))));

        Assert.Equal(["activate a"], silo.Journal.Lines);
        Assert.Equal(128, await silo.GetGrain<IProbeGrain>("a").CountAsync());
    }

    [Fact]
    public async Task Gives_every_waiting_caller_the_fault_of_a_failed_activation()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("broken");

        var calls = Enumerable.Range(0, 8).Select(_ => grain.AddAsync(1)).ToArray();

        foreach (var call in calls)
        {
            var fault = await Assert.ThrowsAsync<TollamaException>(() => call);
            Assert.Equal(ErrorCode.DependencyMissing, fault.Code);
        }
    }

    [Fact]
    public async Task Sends_calls_that_waited_to_the_next_activation()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");
        var running = grain.WaitForAsync("gate");
        await silo.Journal.WaitAsync("begun gate");
        var leaving = grain.LeaveAsync();
        var next = grain.AddAsync(5);

        silo.Journal.Signal("gate");

        await running;
        await leaving;
        Assert.Equal(5, await next);
        Assert.Equal(
            ["activate a", "begin gate", "end gate", "deactivate a ApplicationRequested", "activate a"],
            silo.Journal.Lines);
    }

    [Fact]
    public async Task Never_has_two_activations_while_grains_leave_under_load()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                await (worker == 0 ? grain.LeaveAsync() : grain.IncrementAcrossAwaitAsync(1));
            }
        })));

        await silo.StopAsync();
        Assert.Equal(0, silo.Catalog.Count);
        int alive = 0;
        foreach (string line in silo.Journal.Lines)
        {
            alive += line.StartsWith("activate", StringComparison.Ordinal) ? 1 : -1;
            Assert.InRange(alive, 0, 1);
        }

        Assert.Equal(0, alive);
    }

    [Fact]
    public async Task Collects_a_grain_that_nobody_called_for_its_collection_age()
    {
        await using var silo = new TestSilo();
        await silo.GetGrain<IProbeGrain>("a").AddAsync(1);
        silo.Catalog.CollectIdle();
        silo.Clock.Advance(TimeSpan.FromMinutes(14));
        silo.Catalog.CollectIdle();
        Assert.Equal(1, silo.Catalog.Count);

        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        silo.Catalog.CollectIdle();

        await silo.Journal.WaitAsync("deactivated a");
        Assert.Contains("deactivate a ActivationIdle", silo.Journal.Lines);
    }

    [Fact]
    public async Task Drains_running_calls_then_refuses_new_activations()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");
        var running = grain.WaitForAsync("gate");
        await silo.Journal.WaitAsync("begun gate");

        var stopping = silo.StopAsync();
        Assert.False(stopping.IsCompleted);
        silo.Journal.Signal("gate");
        await stopping;

        await running;
        Assert.Contains("deactivate a ShuttingDown", silo.Journal.Lines);
        var fault = await Assert.ThrowsAsync<TollamaException>(() => silo.GetGrain<IProbeGrain>("b").AddAsync(1));
        Assert.Equal(ErrorCode.Unavailable, fault.Code);
    }

    [Fact]
    public async Task Ticks_again_after_a_tick_that_failed_and_stops_with_its_activation()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");
        await grain.StartTimerAsync(TimeSpan.FromSeconds(10), fails: true);

        for (int tick = 1; tick <= 3; tick++)
        {
            silo.Clock.Advance(TimeSpan.FromSeconds(10));
            await silo.Journal.WaitAsync($"tick {tick}");
            await grain.DoNothingAsync();
        }

        await grain.LeaveAsync();
        await silo.Journal.WaitAsync("deactivated a");
        silo.Clock.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain("tick 4", silo.Journal.Lines);
    }
}
