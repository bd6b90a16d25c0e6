using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Models;
using Tollama.Grains.Tests.Kit;

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
