using System.Text.Json.Nodes;
using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>What the cluster knew before its processes ended, it knows after they come back.</summary>
[Collection(PostgresGroup.Name)]
public sealed class RestartTests(PostgresServer postgres)
{
    [SkippableFact]
    public async Task Tells_placements_after_the_silo_that_decided_them_and_then_all_were_lost()
    {
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync());
        string holder = await service.HolderAsync();
        await service.Load.StopAsync();
        string[] first = await TellsAsync(service, told => told.Length > 0, "the first placement");

        service[holder].Signal("KILL");
        await StillTellsAsync(service, first);
        await service.SettleAsync(ServiceUnderLoad.Other(holder));
        await service.ForecastAsync("drift");
        string[] all = await TellsAsync(service, told => told.Any(IsOfDrift), "the placement of drift");
        Assert.All(first, placement => Assert.Contains(placement, all));

        await service.AddSiloAsync(holder);
        await service.SettleAsync("one", "two");
        foreach (string silo in new[] { "one", "two" })
        {
            service[silo].Signal("TERM");
        }

        foreach (string silo in new[] { "one", "two" })
        {
            int status = await service[silo].WaitForExitAsync();
            Assert.True(status == 0, $"{silo} ended with {status}:\n{service[silo].Output}");
        }

        await Task.WhenAll(service.AddSiloAsync("one"), service.AddSiloAsync("two"));
        await service.SettleAsync("one", "two");
        await StillTellsAsync(service, all);
    }

    private static bool IsOfDrift(string placement) => (string?)JsonNode.Parse(placement)!["model"] == "drift";

    private static Task StillTellsAsync(ServiceUnderLoad service, string[] placements) => TellsAsync(
        service, told => placements.All(told.Contains), string.Join('\n', placements));

    /// <summary>Every placement as the gateway tells it; a gateway that reaches no silo tells none.</summary>
    private static Task<string[]> TellsAsync(ServiceUnderLoad service, Func<string[], bool> isWanted, string what) =>
        Eventually.BecomesAsync(
            async () =>
            {
                using var answer = await service.Client.GetAsync("/v1/placements");
                return answer.IsSuccessStatusCode
                    ? JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["placements"]!.AsArray()
                        .Select(placement => placement!.ToJsonString())
                        .ToArray()
                    : [];
            },
            isWanted,
            what);
}
