using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Persistence;
using Tollama.Grains.Contracts;
using Tollama.Grains.Measuring;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Measuring;

/// <summary>What a daemon has measured of a model is what the next one predicts its first load by.</summary>
public sealed class MeasuredProfilesTests
{
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task Predicts_the_first_load_after_a_restart_by_what_was_measured_before()
    {
        var notes = new TestNotes();
        await using (var first = Start(notes))
        {
            await first.ForecastAsync("m");
            Assert.Equal((5_500, TimeSpan.Zero), await PlacedAsync(first));
            await KeptAsync(first, notes);
        }

        await using var second = Start(notes);
        second.Clock.Advance(TimeSpan.FromHours(1));
        long reserved = 0;
        second.Models.BeforeLoad = async () => reserved = (await DeviceAsync(second)).Accounts.Reserved;
        await second.ForecastAsync("m");

        Assert.Equal((5_000, Load), await PlacedAsync(second));
        Assert.Equal(5_000, reserved);
    }

    [Fact]
    public async Task Predicts_by_the_files_on_a_device_of_another_class_and_for_other_weights()
    {
        var notes = new TestNotes();
        await using (var first = Start(notes))
        {
            await first.ForecastAsync("m");
            await KeptAsync(first, notes);
        }

        await using var second = Start(notes);
        second.Devices.All[0] = second.Devices.All[0] with { Name = "another" };
        long reserved = 0;
        second.Models.BeforeLoad = async () => reserved = (await DeviceAsync(second)).Accounts.Reserved;
        await second.ForecastAsync("m");
        Assert.Equal(5_500, reserved);

        await second.ForecastAsync("n");
        Assert.Equal(5_500, reserved);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Loads_without_them_when_they_are_damaged_or_storage_is_away(bool isAway)
    {
        var notes = new TestNotes { IsAway = isAway };
        notes.Texts[MeasuredProfilesGrain.Key] =
            """{"profiles":[null,{"version":"v","deviceClass":"c","bytes":-3,"loadTime":"00:00:00"}]}""";
        await using var daemon = Start(notes);

        await daemon.ForecastAsync("m");

        Assert.Equal((5_500, TimeSpan.Zero), await PlacedAsync(daemon));
    }

    private static TestDaemon Start(TestNotes notes)
    {
        var daemon = new TestDaemon(services => services.AddSingleton<ISharedNotes>(notes));
        daemon.Models.Bytes = 5_000;
        daemon.Models.BeforeLoad = () =>
        {
            daemon.Clock.Advance(Load);
            return Task.CompletedTask;
        };
        return daemon;
    }

    private static Task KeptAsync(TestDaemon daemon, TestNotes notes) => TestDaemon.EventuallyAsync(
        () =>
        {
            daemon.Clock.Advance(TimeSpan.FromSeconds(1));
            return notes.Texts.ContainsKey(MeasuredProfilesGrain.Key);
        },
        "the profile is stored");

    private static async Task<(long Bytes, TimeSpan LoadTime)> PlacedAsync(TestDaemon daemon)
    {
        var cluster = daemon.Grains.GetGrain<IClusterGrain>("cluster");
        var placed = (await cluster.PlacementsAsync("m", CancellationToken.None))[^1];
        return (placed.Request.Bytes, placed.Request.LoadTime);
    }

    private static Task<DeviceReport> DeviceAsync(TestDaemon daemon) =>
        daemon.Grains.GetGrain<IDeviceGrain>("local/cpu").DescribeAsync();
}
