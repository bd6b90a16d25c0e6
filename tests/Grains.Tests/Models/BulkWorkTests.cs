using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Models;

/// <summary>Work in bulk on one device that has room for one model.</summary>
public sealed class BulkWorkTests
{
    [Theory]
    [InlineData(WorkClass.Batch)]
    [InlineData(WorkClass.Background)]
    public async Task Waits_until_a_busy_copy_has_ended_its_work_and_then_takes_its_place(WorkClass workClass)
    {
        await using var daemon = Daemon(new SchedulingRules());
        var engine = new TaskCompletionSource();
        daemon.Models.BeforeEngine = _ => engine.Task;
        var first = daemon.ForecastAsync("a");
        await TestDaemon.EventuallyAsync(async () => await StateAsync(daemon, "a") == "Ready 1", "a to compute");

        var bulk = ForecastAsync(daemon, "b", workClass);
        await TestDaemon.EventuallyAsync(async () => await StateAsync(daemon, "b") == "Waiting 0", "b to wait");
        Assert.False(bulk.IsCompleted);
        engine.SetResult();

        await first;
        Assert.NotNull((await AdvanceUntilAsync(daemon, bulk)).Forecasts);
        Assert.Null(await StateAsync(daemon, "a"));
    }

    [Fact]
    public async Task Is_refused_with_429_when_loading_takes_too_much_time_for_longer_than_it_can_wait()
    {
        await using var daemon = Daemon(new SchedulingRules { ChurnShare = 0.0001 });
        daemon.Models.BeforeLoad = () =>
        {
            daemon.Clock.Advance(TimeSpan.FromSeconds(30)); // what loading takes, by the daemon's clock
            return Task.CompletedTask;
        };
        await daemon.ForecastAsync("a");
        daemon.Clock.Advance(TimeSpan.FromSeconds(3));

        var fault = await Assert.ThrowsAsync<TollamaException>(
            () => ForecastAsync(daemon, "b", WorkClass.Batch, TimeSpan.FromMinutes(5)));

        Assert.Equal((ErrorCode.ChurnLimited, 429), (fault.Code, ErrorTable.Describe(fault.Code).HttpStatus));
        Assert.True(fault.RetryAfter > TimeSpan.FromMinutes(5));
        Assert.NotNull(await daemon.ForecastAsync("b")); // somebody waits for that
    }

    [Fact]
    public async Task Waits_for_the_end_of_it_when_it_can()
    {
        await using var daemon = Daemon(new SchedulingRules { ChurnMemory = TimeSpan.FromSeconds(5) });
        daemon.Models.BeforeLoad = () =>
        {
            daemon.Clock.Advance(TimeSpan.FromSeconds(30));
            return Task.CompletedTask;
        };
        await daemon.ForecastAsync("a");

        var bulk = ForecastAsync(daemon, "b", WorkClass.Batch, TimeSpan.FromHours(1));

        Assert.NotNull((await AdvanceUntilAsync(daemon, bulk)).Forecasts);
    }

    private static TestDaemon Daemon(SchedulingRules rules)
    {
        var daemon = new TestDaemon(services => services.AddSingleton(rules));
        daemon.Devices.All.Clear();
        daemon.Devices.All.Add(new DeviceInfo(new DeviceId(DeviceKind.Simulated, 0), "test", 1_500));
        return daemon;
    }

    private static Task<ForecastResult> ForecastAsync(
        TestDaemon daemon, string model, WorkClass workClass, TimeSpan? patience = null) =>
        daemon.Grains.GetGrain<IModelGrain>(model)
            .ForecastAsync(
                new ForecastCall(
                    TestModels.Artifact(model), TestModels.Request(model), null, Class: workClass, TimeLimit: patience),
                CancellationToken.None)
            .WaitAsync(TestDaemon.Patience, CancellationToken.None);

    /// <summary>
    /// The daemon's clock stands still unless it is moved on: in small steps, as the daemon's own calls have limits by it,
    /// and not while a copy comes or goes.
    /// </summary>
    private static async Task<ForecastResult> AdvanceUntilAsync(TestDaemon daemon, Task<ForecastResult> forecast)
    {
        while (!forecast.IsCompleted)
        {
            string?[] states = [await StateAsync(daemon, "a"), await StateAsync(daemon, "b")];
            if (Array.TrueForAll(states, state => state is null || state.StartsWith('R') || state.StartsWith('W')))
            {
                daemon.Clock.Advance(TimeSpan.FromMilliseconds(50));
            }

            await Task.Delay(1);
        }

        return await forecast;
    }

    private static async Task<string?> StateAsync(TestDaemon daemon, string model)
    {
        var silos = await daemon.Grains.GetGrain<IClusterGrain>("cluster").DescribeAsync(CancellationToken.None);
        var copy = silos.Single().Devices.Single().Replicas.SingleOrDefault(one => one.Model == model);
        return copy is null ? null : $"{copy.State} {copy.Queue}";
    }
}
