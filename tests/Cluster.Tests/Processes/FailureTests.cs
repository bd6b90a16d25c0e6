using System.Net;
using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>
/// Silos end under load: every accepted forecast ends with the right numbers, whatever happens to one of them.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class FailureTests(PostgresServer postgres)
{
    [SkippableFact]
    public async Task Loses_no_forecast_when_silos_are_killed()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());

        service["one"].Signal("KILL");
        await service.Load.WaitForAnswersAsync(5);
        await service.AddSiloAsync("one");
        service["two"].Signal("KILL");
        await service.Load.WaitForAnswersAsync(5);

        await service.Load.StopAsync();
    }

    [SkippableFact]
    public async Task Drains_a_silo_that_is_asked_to_stop()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());
        string holder = await service.HolderAsync();

        service[holder].Signal("TERM");
        Assert.Equal(0, await service[holder].WaitForExitAsync());
        await service.Load.WaitForAnswersAsync(5);

        await service.Load.StopAsync();
        Assert.Equal(ServiceUnderLoad.Other(holder), await service.HolderAsync());
    }

    [SkippableFact]
    public async Task Loses_no_forecast_when_every_silo_is_restarted_in_turn()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());

        foreach (string silo in new[] { "one", "two", "one" })
        {
            service[silo].Signal("TERM");
            Assert.Equal(0, await service[silo].WaitForExitAsync());
            await service.Load.WaitForAnswersAsync(5);
            await service.AddSiloAsync(silo);
            await service.SettleAsync("one", "two");
            await service.Load.WaitForAnswersAsync(5);
        }

        await service.Load.StopAsync();
    }

    [SkippableFact]
    public async Task Moves_what_a_drained_silo_holds_to_another()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());
        string holder = await service.HolderAsync();

        using var drained = await service.Client.PostAsync($"/v1/cluster/silos/{holder}/drain", null);
        Assert.Equal(HttpStatusCode.OK, drained.StatusCode);
        await service.Load.WaitForAnswersAsync(5);

        await service.SettleAsync(ServiceUnderLoad.Other(holder));
        Assert.Equal(ServiceUnderLoad.Other(holder), await service.HolderAsync());
        Assert.Contains(
            await service.SilosAsync(),
            silo => (string?)silo["name"] == holder && (string?)silo["state"] == "draining");
        await service.Load.StopAsync();
    }

    [SkippableFact]
    public async Task Answers_every_question_while_a_silo_is_lost()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());
        string holder = await service.HolderAsync();

        service[holder].Signal("KILL");
        foreach (
            string question in new[]
            {
                "/api/ps",
                "/api/tags",
                "/v1/models",
                "/v1/cluster",
                "/v1/placements",
                "/metrics",
            })
        {
            using var answer = await service.Client.GetAsync(question);
            Assert.True(
                answer.IsSuccessStatusCode,
                $"{question}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        await service.Load.WaitForAnswersAsync(5);
        await service.Load.StopAsync();
        Assert.Equal(ServiceUnderLoad.Other(holder), await service.HolderAsync());
    }
}
