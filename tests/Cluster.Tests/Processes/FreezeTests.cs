using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>
/// A silo is frozen under load: it is replaced after its lease, and finds itself replaced when it wakes.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class FreezeTests(PostgresServer postgres)
{
    [SkippableFact]
    public async Task Replaces_a_frozen_silo_and_takes_it_back_as_a_new_one()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());
        string frozen = await service.HolderAsync();
        string other = ServiceUnderLoad.Other(frozen);

        service[frozen].Signal("STOP");
        await service.SettleAsync(other);
        await service.Load.WaitForAnswersAsync(5);
        service[frozen].Signal("CONT");
        await Eventually.IsTrueAsync(
            () => service[frozen].Output.Contains("was declared dead", StringComparison.Ordinal),
            $"{frozen} finds itself fenced");

        // It joins anew at this moment, and has not been seen by the other, which ends.
        service[other].Signal("KILL");
        await service.Load.WaitForAnswersAsync(5);

        await service.Load.StopAsync();
        await service.SettleAsync(frozen);
    }

    [SkippableFact]
    public async Task Replaces_a_frozen_silo_by_one_that_it_never_came_to_know()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());
        await service.Load.StopAsync();
        service["two"].Signal("TERM");
        Assert.Equal(0, await service["two"].WaitForExitAsync());

        service["one"].Signal("STOP");
        await service.AddSiloAsync("two");
        await service.SettleAsync("two");
        await service.ForecastAsync("drift");
        service["one"].Signal("CONT");

        await service.SettleAsync("one", "two");
        Assert.Equal(2, service.Incarnations("one"));
    }
}
