using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>The disk of the members is full under load.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DiskTests(PostgresServer postgres)
{
    /// <summary>A model whose weights come with the product: three megabytes.</summary>
    private const string Model = "granite-ttm-r2-main";

    [SkippableFact]
    public async Task Refuses_a_pull_that_does_not_fit_and_carries_it_out_when_there_is_room()
    {
        await using var disk = await TinyDisk.MountAsync();
        Skip.If(disk.Missing is not null, $"This test needs {disk.Missing}.");
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync(), disk);

        await AssertRefusedAsync(service, "The weights take 3 MB, but only");
        await disk.GrowAsync();
        disk.Fill(spareFiles: 4);
        await AssertRefusedAsync(service, "is full; free some space");

        await service.Load.WaitForAnswersAsync(5);
        disk.Free();
        using var pulled = await PullAsync(service);
        Assert.True(pulled.IsSuccessStatusCode, await pulled.Content.ReadAsStringAsync());

        var forecast = await service.ForecastAsync(Model, points: 512);
        Assert.All(
            forecast["forecasts"]![0]!["mean"]!.AsArray(), value => Assert.True(double.IsFinite((double)value!)));
        await service.Load.WaitForAnswersAsync(5);
        await service.Load.StopAsync();
    }

    /// <summary>Twice: what the first attempt leaves must not mislead the second.</summary>
    private static async Task AssertRefusedAsync(ServiceUnderLoad service, string reason)
    {
        for (int attempt = 0; attempt < 2; attempt++)
        {
            using var refused = await PullAsync(service);
            string body = await refused.Content.ReadAsStringAsync();
            Assert.True(refused.StatusCode == HttpStatusCode.BadGateway, $"{refused.StatusCode} {body}");
            Assert.Contains(reason, body, StringComparison.Ordinal);
            Assert.DoesNotContain(Model, await service.Client.GetStringAsync("/api/tags"), StringComparison.Ordinal);
        }
    }

    private static Task<HttpResponseMessage> PullAsync(ServiceUnderLoad service) =>
        service.Client.PostAsJsonAsync("/api/pull", new JsonObject { ["model"] = Model, ["stream"] = false });
}
