using Tollama.Cluster.Tests.Kit;
using Tollama.Testing;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>What is beside the silos goes away under load: a gateway, the database.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly PostgresServer _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [SkippableFact]
    public async Task Loses_no_forecast_of_the_other_gateway_when_one_is_killed()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await _postgres.CreateDatabaseAsync());
        using var ending = new ForecastLoad(await service.AddGatewayAsync("lost"));
        await ending.WaitForAnswersAsync(5);
        string[] copies = await service.CopiesAsync();

        service["lost"].Signal("KILL");
        // Answers that were on their way may still arrive, or end in the middle.
        var end = await Record.ExceptionAsync(() => ending.WaitForAnswersAsync(1000));
        Assert.True(end is HttpRequestException or IOException, $"{end}");
        await service.Load.WaitForAnswersAsync(5);

        await service.Load.StopAsync();
        await service.StillHasAsync(copies);
    }

    [SkippableFact]
    public async Task Goes_on_when_the_database_is_restarted_and_survives_a_silo_afterwards()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await _postgres.CreateDatabaseAsync());
        string[] copies = await service.CopiesAsync();

        await _postgres.StopAsync();
        await _postgres.StartAsync();
        await service.Load.WaitForAnswersAsync(5);
        await service.StillHasAsync(copies);
        service[await service.HolderAsync()].Signal("KILL");
        await service.Load.WaitForAnswersAsync(5);

        await service.Load.StopAsync();
    }

    [SkippableFact]
    public async Task Keeps_what_is_loaded_while_the_database_is_away_and_grows_when_it_is_back()
    {
        await using var service = await ServiceUnderLoad.StartAsync(
            await _postgres.CreateDatabaseAsync(), lease: 2 * ServiceUnderLoad.Lease);
        string[] copies = await service.CopiesAsync();

        await _postgres.StopAsync();
        await service.Load.WaitForAnswersDuringAsync(TimeSpan.FromSeconds(30));
        await _postgres.StartAsync();
        await service.Load.WaitForAnswersAsync(5);

        await service.StillHasAsync(copies);
        await service.AddSiloAsync("three");
        await service.SettleAsync("one", "two", "three");
        await service.ForecastAsync("drift");
        await service.Load.StopAsync();
    }
}
