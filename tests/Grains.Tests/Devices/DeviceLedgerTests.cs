using Tollama.Core.Inference;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Tests.Devices;

/// <summary>The worked examples of docs/design/scheduling.md, in MiB.</summary>
public sealed class DeviceLedgerTests
{
    [Theory]
    [InlineData(500, 15_476, 9_552)]
    [InlineData(1_500, 14_476, 8_964)]
    public void Frees_the_smaller_of_what_the_books_and_the_driver_say(long foreign, long driverFree, long free)
    {
        var ledger = new DeviceLedger(24_576, 1_024, 512);
        ledger.Reserve(6_000);
        ledger.Commit(6_000, 6_000); // accounted by its profile, though 5600 were measured this time
        ledger.Reserve(8_000);
        ledger.Materialised = 3_000;

        ledger.Read(new MemoryReading(driverFree, 5_600 + 3_000));

        Assert.Equal(24_576 - 5_600 - 3_000 - foreign, driverFree);
        Assert.Equal(foreign, ledger.Foreign);
        Assert.Equal(free, ledger.Free);
        Assert.Equal(free, new DeviceScheduler(ledger, new SchedulingRules()).Accounts.Free);
    }

    [Fact]
    public void Goes_by_the_books_less_the_headroom_while_the_driver_says_nothing()
    {
        var ledger = new DeviceLedger(10_000, 1_000, 500);
        ledger.Reserve(2_000);

        Assert.Equal(6_500, ledger.Free);
        Assert.Equal(8_500, ledger.Ceiling);
    }

    [Theory]
    [InlineData(DeviceKind.Cuda, true, 24_576, 512)]
    [InlineData(DeviceKind.Cuda, false, 24_576, 1_024)]
    [InlineData(DeviceKind.WebGpu, false, 102_400, 4_096)]
    [InlineData(DeviceKind.Cpu, false, 24_576, 512)]
    [InlineData(DeviceKind.Simulated, false, 24_600, 492)]
    public void Keeps_twice_as_much_free_on_gpus_where_the_driver_does_not_tell_processes_apart(
        DeviceKind kind, bool seesProcesses, long total, long headroom)
    {
        const long Mebibyte = 1 << 20;
        var device = new DeviceInfo(new DeviceId(kind, 0), "test", total * Mebibyte);

        var ledger = DeviceMemoryRules.CreateLedger(
            device, new SchedulingRules(), new HostLedger(null, 0), seesProcesses);

        Assert.Equal(headroom, ledger.Headroom / Mebibyte);
    }

    [Fact]
    public void Refuses_to_give_back_what_was_never_taken()
    {
        var ledger = new DeviceLedger(10_000, 0, 0);
        ledger.Reserve(10);

        Assert.Throws<InvalidOperationException>(() => ledger.CancelReservation(11));
    }
}
