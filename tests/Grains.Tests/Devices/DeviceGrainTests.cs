using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Devices;

public sealed class DeviceGrainTests : IAsyncLifetime
{
    private const long Mebibyte = 1 << 20;
    private const long Fits = 600 * Mebibyte;

    private readonly TestDaemon _daemon = new();
    private readonly CancellationTokenSource _leaves = new();
    private IDeviceGrain _device = null!;
    private long _used;
    private Action? _whenMeasured;

    public Task InitializeAsync()
    {
        _daemon.Devices.All.Clear();
        _daemon.Devices.All.Add(new DeviceInfo(new DeviceId(DeviceKind.Simulated, 0), "simulated", 1_000 * Mebibyte));
        _daemon.Devices.Used = _ =>
        {
            _whenMeasured?.Invoke();
            return _used;
        };
        _device = _daemon.Grains.GetGrain<IDeviceGrain>("local/sim:0");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _leaves.Dispose();
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task Takes_back_what_it_granted_in_the_moment_in_which_the_caller_left()
    {
        await LoadAsync("a");
        await _device.BeginUnloadAsync("a", 1);
        var waits = _device.AcquireAsync(Wish("b"), _leaves.Token);
        await WaitsAsync("b");
        _used = 0;
        // while the turn runs that grants: the caller's own comes after it
        _whenMeasured = () => Task.Run(_leaves.Cancel).Wait();

        await _device.EndUnloadAsync("a", 1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits.WaitAsync(TestDaemon.Patience));
        _whenMeasured = null;
        var report = await _device.DescribeAsync();
        Assert.Empty(report.Replicas);
        Assert.Equal(0, report.Accounts.Reserved);
        Assert.Equal(LoadRefusal.None, (await _device.AcquireAsync(Wish("b"), CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task Lets_the_next_one_in_when_one_who_waits_leaves()
    {
        await LoadAsync("a");
        await _device.BeginUnloadAsync("a", 1);
        var leaver = _device.AcquireAsync(Wish("b"), _leaves.Token);
        await WaitsAsync("b");
        var stayer = _device.AcquireAsync(Wish("c"), CancellationToken.None);
        await WaitsAsync("c");

        await _leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver.WaitAsync(TestDaemon.Patience));
        _used = 0;
        await _device.EndUnloadAsync("a", 1);

        Assert.Equal(LoadRefusal.None, (await stayer.WaitAsync(TestDaemon.Patience)).Refusal);
    }

    [Fact]
    public async Task Carries_out_what_follows_from_carrying_out_an_order()
    {
        await LoadAsync("a");
        await _device.BeginUnloadAsync("a", 1);
        await _device.EndUnloadAsync("a", 1); // its memory is not back: quarantined
        var waits = _device.AcquireAsync(Wish("b"), CancellationToken.None);
        await WaitsAsync("b");
        Assert.Equal(Fits, (await _device.DescribeAsync()).Accounts.Quarantined);

        _used = 0;
        // the probe finds the memory, and only that lets the next one in
        _daemon.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(LoadRefusal.None, (await waits.WaitAsync(TestDaemon.Patience)).Refusal);
    }

    [Fact]
    public async Task Finds_out_that_a_copy_is_gone_when_it_tells_it_to_go()
    {
        await LoadAsync("a"); // and no copy knows of it: it was lost
        _used = 0;

        var granted = await _device.AcquireAsync(Wish("b"), CancellationToken.None).WaitAsync(TestDaemon.Patience);

        Assert.Equal(LoadRefusal.None, granted.Refusal);
        var replica = Assert.Single((await _device.DescribeAsync()).Replicas);
        Assert.Equal(("b", ReplicaState.Loading), (replica.Model, replica.State));
    }

    private static LoadWish Wish(string model) => new(model, "toy", "1", Fits, WorkClass.Interactive);

    private async Task LoadAsync(string model)
    {
        var ticket = await _device.AcquireAsync(Wish(model), CancellationToken.None);
        _used = Fits;
        Assert.True(await _device.EndLoadAsync(model, ticket.Generation, Fits, backlog: 0));
    }

    private Task WaitsAsync(string model) =>
        TestDaemon.EventuallyAsync(
            async () =>
                (await _device.DescribeAsync()).Replicas.Any(one =>
                    one.Model == model && one.State == ReplicaState.Waiting),
            $"{model} waits");
}
