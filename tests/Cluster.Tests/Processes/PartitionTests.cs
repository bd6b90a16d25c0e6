using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>
/// Members lose sight of each other under load. Each runs in a network namespace; packets vanish, nobody is told.
/// </summary>
public sealed class PartitionTests(SeparateMachines machines) : IClassFixture<SeparateMachines>
{
    private static readonly string[] Models = ["naive", "drift", "historic-average", "ses", "ses-optimized", "theta"];

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
        // Promises have to come within half a lease of the last renewal, from every silo in turn.
        var lease = 2 * ServiceUnderLoad.Lease;
        await using var service = await machines.StartServiceAsync(lease);
        string[] copies = await service.CopiesAsync();

        await machines.Network.CutAsync(SeparateMachines.DatabaseMachine);
        await service.Load.WaitForAnswersDuringAsync(3 * lease);
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
    public async Task Loses_no_forecast_while_a_gateway_and_a_silo_cannot_reach_each_other()
    {
        await using var service = await machines.StartServiceAsync();
        await ForecastAllAsync(service);
        string[] copies = await service.CopiesAsync();

        foreach (string silo in new[] { "one", "two" })
        {
            await machines.Network.CutAsync(ServiceUnderLoad.Gateway, silo);
            await TellsAsync(service, $"no direct way to {machines.Network.AddressOf(silo)}");
            await service.Load.WaitForAnswersAsync(5);
            await ForecastAllAsync(service);
            await service.SettleAsync("one", "two");
            await machines.Network.HealAsync();
            await TellsAsync(service, $"The direct way to {machines.Network.AddressOf(silo)}");
        }

        await service.Load.StopAsync();
        await service.StillHasAsync(copies);
        Assert.All(["one", "two"], silo => Assert.Equal(1, service.Incarnations(silo)));
    }

    /// <summary>Forecasts with models enough that each silo has the decision point of one of them.</summary>
    private static Task ForecastAllAsync(ServiceUnderLoad service) =>
        Task.WhenAll(Models.Select(model => service.ForecastAsync(model, keepAlive: "30m", points: 8)));

    /// <summary>Forecasts until the gateway's log says something.</summary>
    private static Task TellsAsync(ServiceUnderLoad service, string words) => Eventually.BecomesAsync(
        async () =>
        {
            await ForecastAllAsync(service);
            return service[ServiceUnderLoad.Gateway].Output.Contains(words, StringComparison.Ordinal);
        },
        static told => told,
        $"the gateway says: {words}");
}
