using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>
/// Members lose sight of each other under load. Each runs in a network namespace; packets vanish, nobody is told.
/// </summary>
public sealed class PartitionTests(SeparateMachines machines) : IClassFixture<SeparateMachines>
{
    [SkippableFact]
    public async Task Serves_on_while_two_silos_cannot_reach_each_other()
    {
        await using var service = await machines.StartServiceAsync();

        await machines.Network.CutAsync("one", "two");
        await service.Load.WaitForAnswersDuringAsync(3 * ServiceUnderLoad.Lease);
        await machines.Network.HealAsync();
        await service.Load.WaitForAnswersAsync(5);

        await service.Load.StopAsync();
        await service.SettleAsync("one", "two");
        Assert.All(["one", "two"], silo => Assert.Equal(1, service.Incarnations(silo)));
    }

    [SkippableFact]
    public async Task Replaces_a_silo_that_cannot_reach_the_database_and_takes_it_back()
    {
        await using var service = await machines.StartServiceAsync();
        string lost = await service.HolderAsync();

        await machines.Network.CutAsync(lost, SeparateMachines.DatabaseMachine);
        await service.SettleAsync(ServiceUnderLoad.Other(lost));
        await service.Load.WaitForAnswersAsync(5);
        Assert.Equal(ServiceUnderLoad.Other(lost), await service.HolderAsync());
        await machines.Network.HealAsync();

        await service.SettleAsync("one", "two");
        Assert.Equal(2, service.Incarnations(lost));
        await service.Load.WaitForAnswersAsync(5);
        await service.Load.StopAsync();
    }

    [SkippableFact]
    public async Task Keeps_serving_what_is_loaded_while_nobody_reaches_the_database()
    {
        await using var service = await machines.StartServiceAsync();
        string[] copies = await service.CopiesAsync();

        await machines.Network.CutAsync(SeparateMachines.DatabaseMachine);
        await service.Load.WaitForAnswersDuringAsync(5 * ServiceUnderLoad.Lease);
        await machines.Network.HealAsync();
        await service.Load.WaitForAnswersAsync(5);

        await service.StillHasAsync(copies);
        await service.Load.StopAsync();
        Assert.All(["one", "two"], silo => Assert.Equal(1, service.Incarnations(silo)));
    }

    [SkippableFact]
    public async Task Refuses_with_a_typed_error_what_a_gateway_that_is_cut_off_cannot_bring_to_a_silo()
    {
        await using var service = await machines.StartServiceAsync();
        await service.Load.StopAsync();
        using var load = service.NewLoad(mayBeRefused: true);
        string[] copies = await service.CopiesAsync();

        await machines.Network.CutAsync(ServiceUnderLoad.Gateway);
        await load.WaitForRefusalsAsync(1);
        await machines.Network.HealAsync();
        await load.WaitForAnswersAsync(5);

        await load.StopAsync();
        await service.StillHasAsync(copies);
        Assert.All(["one", "two"], silo => Assert.Equal(1, service.Incarnations(silo)));
    }

    [SkippableFact]
    public async Task Ends_every_forecast_while_a_gateway_and_a_silo_cannot_reach_each_other()
    {
        await using var service = await machines.StartServiceAsync();
        await service.Load.StopAsync();
        using var load = service.NewLoad(mayBeRefused: true);
        string holder = await service.HolderAsync();

        await machines.Network.CutAsync(ServiceUnderLoad.Gateway, holder);
        await load.WaitForEndsAsync(1);
        await machines.Network.HealAsync();
        await load.WaitForAnswersAsync(5);

        await load.StopAsync();
        await service.SettleAsync("one", "two");
        Assert.All(["one", "two"], silo => Assert.Equal(1, service.Incarnations(silo)));
    }
}
