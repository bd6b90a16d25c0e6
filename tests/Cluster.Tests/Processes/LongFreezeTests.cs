using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>
/// A silo is frozen for a minute. Its class has a database of its own, so that others need not wait for it.
/// </summary>
public sealed class LongFreezeTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    [SkippableFact]
    public async Task A_silo_that_was_frozen_for_a_minute_finds_itself_replaced_and_takes_nothing_back()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());
        string frozen = await service.HolderAsync();

        service[frozen].Signal("STOP");
        await service.SettleAsync(ServiceUnderLoad.Other(frozen));
        await service.Load.WaitForAnswersDuringAsync(TimeSpan.FromSeconds(60));
        string[] copies = await service.CopiesAsync();
        Assert.Equal(ServiceUnderLoad.Other(frozen), await service.HolderAsync());
        service[frozen].Signal("CONT");

        await service.SettleAsync("one", "two");
        Assert.Contains("was declared dead: it stops serving", service[frozen].Output, StringComparison.Ordinal);
        Assert.Equal(2, service.Incarnations(frozen));
        await service.Load.WaitForAnswersAsync(5);
        await service.StillHasAsync(copies);
        await service.Load.StopAsync();
    }
}
