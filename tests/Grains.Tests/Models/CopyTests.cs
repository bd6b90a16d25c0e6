using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Models;
using Tollama.Grains.Pacing;
using Tollama.Grains.Tests.Kit;
using Tollama.Testing;

namespace Tollama.Grains.Tests.Models;

/// <summary>Copies of a hot model on the devices of one daemon.</summary>
public sealed class CopyTests
{
    private static readonly CopyRules Rules = new()
    {
        Window = TimeSpan.FromSeconds(1),
        HalfLife = TimeSpan.FromSeconds(1),
        WindowsToGrow = 1,
        QuietToShrink = TimeSpan.FromSeconds(3),
        Settle = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public async Task Gives_a_hot_model_a_copy_on_another_device_and_takes_it_back_when_it_cools()
    {
        await using var daemon = new TestDaemon(services => services.AddSingleton(Rules));
        daemon.Devices.All.Clear();
        daemon.Devices.All.Add(Simulated(0));
        daemon.Devices.All.Add(Simulated(1));
        daemon.Models.PreferredBatch = 2;
        daemon.Models.BeforeEngine = _ =>
        {
            daemon.Clock.Advance(TimeSpan.FromMilliseconds(300)); // what the engine takes, by the daemon's clock
            return Task.CompletedTask;
        };

        for (int round = 0; round < 500 && await CopiesAsync(daemon) < 2; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => daemon.ForecastAsync("a")));
            await Task.Delay(5); // loads and unloads go on in the background
        }

        Assert.Equal(["local/sim:0", "local/sim:1"], (await ReadyAsync(daemon)).Order());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => daemon.ForecastAsync("a")));
        Assert.All(daemon.Models.Loaded, copy => Assert.NotEmpty(copy.BatchSizes));
        Assert.Equal(1, daemon.Models.MostAliveAtOnce);

        daemon.Models.BeforeEngine = null;
        for (int second = 0; second < 500 && await CopiesAsync(daemon) > 1; second++)
        {
            daemon.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        Assert.Equal(1, await CopiesAsync(daemon));
        Assert.Equal(5, (await daemon.ForecastAsync("a", last: 5)).Forecasts[0].Mean.Span[0]);
    }

    [Fact]
    public async Task Shares_a_request_out_among_copies_that_one_would_not_end_in_time()
    {
        var clock = new ManualTimeProvider();
        var paces = new PaceBook(clock);
        await using var daemon = new TestDaemon(services => services
            .AddSingleton(Rules with { QuietToShrink = TimeSpan.FromDays(1) })
            .AddSingleton(paces));
        daemon.Devices.All.Clear();
        daemon.Devices.All.Add(Simulated(0));
        daemon.Devices.All.Add(Simulated(1));
        daemon.Models.PreferredBatch = 2;
        daemon.Models.HasSteadyPace = true;
        daemon.Models.SeriesAreIndependent = true;
        daemon.Models.BeforeEngine = _ =>
        {
            daemon.Clock.Advance(TimeSpan.FromMilliseconds(300));
            return Task.CompletedTask;
        };
        for (int round = 0; round < 500 && await CopiesAsync(daemon) < 2; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => daemon.ForecastAsync("a")));
            await Task.Delay(5); // loads go on in the background
        }

        Measure(paces.Of("a@local/sim:0", TestModels.Artifact("a")));
        Measure(paces.Of("a@local/sim:1", TestModels.Artifact("a")));
        clock.Advance(TimeSpan.FromSeconds(1));
        var calls = new ConcurrentBag<int>();
        daemon.Models.BeforeEngine = batch =>
        {
            calls.Add(batch.Sum(work => work.Request.Series.Count));
            return Task.CompletedTask;
        };

        var shared = await daemon.ForecastAsync("a", series: 200, timeLimit: TimeSpan.FromSeconds(4.5));
        var refused = await Assert.ThrowsAsync<TollamaException>(
            () => daemon.ForecastAsync("a", series: 200, timeLimit: TimeSpan.FromSeconds(2)));

        Assert.Equal([100, 100], calls);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"s{i}"), shared.Forecasts.Select(forecast => forecast.Id));
        Assert.Equal(ErrorCode.DeadlineUnmet, refused.Code);
        Assert.Contains("for 200 series", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Calls that took 200 ms, and 50 ms for each series.</summary>
    private static void Measure(ModelPace pace)
    {
        foreach (int series in Enumerable.Repeat(new[] { 1, 4, 16, 64 }, 3).SelectMany(sizes => sizes))
        {
            var work = CallWork.Of(TestModels.Request("a", series: series), samples: 1, mostContext: 1_000);
            pace.Observe(new PacedWork(string.Empty, work, 2), TimeSpan.FromMilliseconds(200 + (50 * series)));
        }
    }

    private static DeviceInfo Simulated(int index) => new(new DeviceId(DeviceKind.Simulated, index), "test", 1L << 30);

    private static async Task<int> CopiesAsync(TestDaemon daemon) => (await ReadyAsync(daemon)).Length;

    private static async Task<string[]> ReadyAsync(TestDaemon daemon)
    {
        var silos = await daemon.Grains.GetGrain<IClusterGrain>("cluster").DescribeAsync(CancellationToken.None);
        return
        [
            .. from device in silos.Single().Devices
               from copy in device.Replicas
               where copy.State == ReplicaState.Ready
               select $"local/{device.Id}",
        ];
    }
}
