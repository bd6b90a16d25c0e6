using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Cluster.Tests.Kit;
using Tollama.Testing;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>What is beside the silos goes away under load: a gateway, the database.</summary>
[Collection(PostgresGroup.Name)]
public sealed class OutageTests : IAsyncLifetime
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("tollama-outage-");
    private readonly PostgresServer _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [SkippableFact]
    public async Task Loses_no_forecast_of_the_other_gateway_when_one_is_killed()
    {
        string database = await _postgres.CreateDatabaseAsync();
        await using var one = await SiloAsync(database, "one");
        await using var two = await SiloAsync(database, "two");
        var (lost, clientOfLost) = await GatewayAsync(database, "lost");
        await using (lost)
        {
            var (stays, client) = await GatewayAsync(database, "stays");
            await using (stays)
            {
                using var asking = new HttpClient { BaseAddress = client.BaseAddress };
                using var ending = new ForecastLoad(clientOfLost);
                using var load = new ForecastLoad(client);
                await ending.WaitForAnswersAsync(20);
                await load.WaitForAnswersAsync(20);
                string[] copies = await CopiesAsync(asking);

                lost.Signal("KILL");
                await Assert.ThrowsAnyAsync<HttpRequestException>(() => ending.StopAsync());
                await load.WaitForAnswersAsync(60);

                await load.StopAsync();
                Assert.Equal(copies, await CopiesAsync(asking));
            }
        }
    }

    [SkippableFact]
    public async Task Goes_on_when_the_database_is_restarted_and_survives_a_silo_afterwards()
    {
        string database = await _postgres.CreateDatabaseAsync();
        await using var one = await SiloAsync(database, "one");
        await using var two = await SiloAsync(database, "two");
        var (gateway, client) = await GatewayAsync(database, "gate");
        await using (gateway)
        {
            using var asking = new HttpClient { BaseAddress = client.BaseAddress };
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(20);
            string[] copies = await CopiesAsync(asking);

            await _postgres.StopAsync();
            await _postgres.StartAsync();
            await load.WaitForAnswersAsync(40);
            Assert.Equal(copies, await CopiesAsync(asking));
            (copies.Single().StartsWith("one", StringComparison.Ordinal) ? one : two).Signal("KILL");
            await load.WaitForAnswersAsync(40);

            await load.StopAsync();
        }
    }

    [SkippableFact]
    public async Task Keeps_what_is_loaded_while_the_database_is_away_and_grows_when_it_is_back()
    {
        string database = await _postgres.CreateDatabaseAsync();
        await using var one = await SiloAsync(database, "one");
        await using var two = await SiloAsync(database, "two");
        var (gateway, client) = await GatewayAsync(database, "gate");
        await using (gateway)
        {
            using var asking = new HttpClient { BaseAddress = client.BaseAddress };
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(20);
            string[] copies = await CopiesAsync(asking);

            await _postgres.StopAsync();
            await Task.Delay(TimeSpan.FromSeconds(10));
            await load.WaitForAnswersAsync(40);
            await _postgres.StartAsync();
            await load.WaitForAnswersAsync(20);

            Assert.Equal(copies, await CopiesAsync(asking));
            await using var three = await SiloAsync(database, "three");
            using var other = await asking.PostAsJsonAsync("/v1/forecast", Drift());
            Assert.True(other.IsSuccessStatusCode, await other.Content.ReadAsStringAsync());
            await load.StopAsync();
        }
    }

    private static object Drift() => new
    {
        model = "drift",
        horizon = 1,
        series = new[]
        {
            new { id = "s", freq = "D", timestamps = new[] { "2025-01-01", "2025-01-02", "2025-01-03" }, target = new[] { 0, 1, 2 } },
        },
    };

    /// <summary>Every loaded copy with its generation: a copy that was loaded anew has another.</summary>
    private static async Task<string[]> CopiesAsync(HttpClient client)
    {
        var cluster = JsonNode.Parse(await client.GetStringAsync("/v1/cluster"))!;
        return
        [
            .. from silo in cluster["silos"]!.AsArray()
               from device in silo!["devices"]!.AsArray()
               from copy in device!["replicas"]!.AsArray()
               select $"{silo["name"]}/{device["id"]} {copy!["model"]} {copy["generation"]}",
        ];
    }

    private Task<TollamaProcess> SiloAsync(string database, string name) => TollamaProcess.StartAsync(
        _home.FullName, database, "--role", "silo", "--name", name, "--listen", $"127.0.0.1:{PrivatePostgres.FreePort()}");

    private async Task<(TollamaProcess Process, HttpClient Client)> GatewayAsync(string database, string name)
    {
        int port = PrivatePostgres.FreePort();
        var process = await TollamaProcess.StartAsync(
            _home.FullName, database, "--role", "gateway", "--name", name,
            "--listen", $"127.0.0.1:{PrivatePostgres.FreePort()}", "--port", $"{port}");
        return (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
    }
}
