using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Core.Persistence;
using Tollama.Grains.Contracts;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Placement;

/// <summary>Pins on the devices of one daemon: two simulated ones of 1000 MiB.</summary>
public sealed class PinTests : IAsyncLifetime
{
    private const long Mebibyte = 1 << 20;

    private readonly TestNotes _notes = new();
    private readonly TestDaemon _daemon;

    public PinTests() => _daemon = new TestDaemon(services => services.AddSingleton<ISharedNotes>(_notes));

    public Task InitializeAsync()
    {
        _daemon.Devices.All.Clear();
        _daemon.Devices.All.Add(Simulated(0));
        _daemon.Devices.All.Add(Simulated(1));
        _daemon.Models.Bytes = 300 * Mebibyte;
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _daemon.DisposeAsync().AsTask();

    [Fact]
    public async Task Loads_a_model_where_it_is_pinned_and_computes_it_there()
    {
        await PinAsync("m", On("sim:1"));
        await _daemon.ForecastAsync("m");

        Assert.Equal(["sim:1 pinned"], await WhereAsync("m"));
        Assert.Single(_daemon.Models.Loaded);
    }

    [Fact]
    public async Task Moves_a_model_that_is_elsewhere_and_answers_all_the_while()
    {
        await PinAsync("m", On("sim:0"));
        await PinAsync("m", On("sim:1"));
        await _daemon.ForecastAsync("m");

        await EventuallyAsync("m", ["sim:1 pinned"]);
        Assert.Equal(2, _daemon.Models.Loaded.Count);
    }

    [Fact]
    public async Task Says_that_a_pinned_device_does_not_take_it_and_keeps_what_was_said_before()
    {
        await PinAsync("m", On("sim:1"));

        var fault = await Assert.ThrowsAsync<TollamaException>(() => PinAsync("m", On("elsewhere/cuda:7")));

        Assert.Equal(ErrorCode.Unavailable, fault.Code);
        Assert.Contains("elsewhere/cuda:7", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["sim:1 pinned"], await WhereAsync("m"));
        Assert.Equal(["sim:1"], (await Pins.FindAsync("m"))!.Devices);
        await _daemon.ForecastAsync("m");
    }

    [Fact]
    public async Task Never_places_elsewhere_while_the_pinned_device_is_full()
    {
        _daemon.Models.Bytes = 600 * Mebibyte;
        await PinAsync("a", On("sim:1"));

        var fault = await Assert.ThrowsAsync<TollamaException>(() => PinAsync("b", On("sim:1")));

        Assert.Equal(ErrorCode.Unavailable, fault.Code);
        Assert.Contains("local/sim:1: no_room", fault.Message, StringComparison.Ordinal);
        Assert.Empty(await WhereAsync("b"));
        await _daemon.ForecastAsync("b"); // without a pin it finds the other device
        Assert.Equal(["sim:0"], await WhereAsync("b"));
    }

    [Fact]
    public async Task Goes_on_serving_elsewhere_where_it_was_only_preferred()
    {
        _daemon.Models.Bytes = 600 * Mebibyte;
        await PinAsync("a", On("sim:1"));

        await PinAsync("b", new ModelPin { Mode = PinMode.Prefer, Devices = ["sim:1"] });
        await PinAsync("c", new ModelPin { Avoid = ["sim:0"], Keep = false });

        Assert.Equal(["sim:0 pinned"], await WhereAsync("b"));
        await Assert.ThrowsAsync<TollamaException>(() => _daemon.ForecastAsync("c"));
    }

    [Fact]
    public async Task Stays_when_its_time_is_up_and_its_family_goes()
    {
        await PinAsync("m", new ModelPin());
        await _daemon.ForecastAsync("m", keepAlive: TimeSpan.FromSeconds(1));
        await _daemon.ForecastAsync("n", keepAlive: TimeSpan.FromSeconds(1));

        _daemon.Clock.Advance(TimeSpan.FromSeconds(2));
        await TestDaemon.EventuallyAsync(
            async () => await _daemon.LoadedNamesAsync() is ["m"], "the other model of the family to go");
        await _daemon.ForecastAsync("n", keepAlive: TimeSpan.Zero);

        Assert.Equal(["m"], await _daemon.LoadedNamesAsync());
        Assert.Null((await _daemon.Loaded.ListAsync()).Single().ExpiresAt);
    }

    [Fact]
    public async Task Goes_like_any_other_once_it_is_not_pinned_any_more()
    {
        await PinAsync("m", new ModelPin());
        await _daemon.ForecastAsync("m", keepAlive: TimeSpan.FromSeconds(1));
        _daemon.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await Model("m").UnpinAsync());
        Assert.False(await Model("m").UnpinAsync());

        await EventuallyAsync("m", []);
        Assert.Empty(await Pins.ListAsync());
    }

    [Fact]
    public async Task Pins_no_more_than_a_part_of_a_device()
    {
        _daemon.Devices.All.RemoveAt(1);
        await PinAsync("a", new ModelPin());
        await PinAsync("b", new ModelPin());

        var fault = await Assert.ThrowsAsync<TollamaException>(() => PinAsync("c", new ModelPin()));

        Assert.Equal(ErrorCode.Conflict, fault.Code);
        Assert.Contains("too much is pinned", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], (await Pins.ListAsync()).Select(pin => pin.Model));
    }

    [Fact]
    public async Task Is_where_less_is_pinned_when_it_is_to_stay()
    {
        _daemon.Models.Bytes = 450 * Mebibyte;
        await PinAsync("a", On("sim:0"));

        await PinAsync("b", new ModelPin());

        Assert.Equal(["sim:1 pinned"], await WhereAsync("b"));
    }

    [Fact]
    public async Task Comes_back_when_it_is_gone_and_is_to_stay()
    {
        await PinAsync("m", On("sim:1"));
        await Model("m").UnloadAsync(CancellationToken.None);
        await EventuallyAsync("m", []);

        await Pins.HoldAsync();

        Assert.Equal(["sim:1 pinned"], await WhereAsync("m"));
    }

    [Fact]
    public async Task Is_remembered_by_the_next_process()
    {
        await PinAsync("m", On("sim:1"));

        await using var next = new TestDaemon(services => services.AddSingleton<ISharedNotes>(_notes));
        next.Devices.All.Clear();
        next.Devices.All.AddRange(_daemon.Devices.All);
        await next.Grains.GetGrain<IPinsGrain>("pins").HoldAsync();

        Assert.Equal(["sim:1 pinned"], await WhereAsync("m", next));
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<TollamaException>(async () =>
        {
            next.Devices.All.RemoveAt(1);
            await Model("m", next).PinAsync(TestModels.Artifact("m"), On("cuda"), CancellationToken.None);
        })).Code);
    }

    private IPinsGrain Pins => _daemon.Grains.GetGrain<IPinsGrain>("pins");

    private static ModelPin On(string device) => new() { Mode = PinMode.Pin, Devices = [device] };

    private static DeviceInfo Simulated(int index) =>
        new(new DeviceId(DeviceKind.Simulated, index), "test", 1_000 * Mebibyte);

    private IModelGrain Model(string name, TestDaemon? daemon = null) =>
        (daemon ?? _daemon).Grains.GetGrain<IModelGrain>(name);

    private Task PinAsync(string model, ModelPin pin) =>
        Model(model).PinAsync(TestModels.Artifact(model), pin, CancellationToken.None)
            .WaitAsync(TestDaemon.Patience, CancellationToken.None);

    private Task EventuallyAsync(string model, string[] where) => TestDaemon.EventuallyAsync(
        async () => (await WhereAsync(model)).AsEnumerable().SequenceEqual(where), $"{model} to be {string.Join(", ", where)}");

    private async Task<string[]> WhereAsync(string model, TestDaemon? daemon = null)
    {
        var silos = await (daemon ?? _daemon).Grains
            .GetGrain<IClusterGrain>("cluster").DescribeAsync(CancellationToken.None);
        return
        [
            .. from device in silos.Single().Devices
               from copy in device.Replicas
               where copy.Model == model && copy.State == ReplicaState.Ready
               select copy.IsPinned ? $"{device.Id} pinned" : device.Id,
        ];
    }
}
