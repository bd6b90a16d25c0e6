using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Tollama.Cluster.Tests.Kit;
using Tollama.Testing;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>Real processes under load: every accepted forecast ends with the right numbers, whatever happens to a silo.</summary>
[Collection(PostgresGroup.Name)]
public sealed class FailureTests(PostgresServer postgres) : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("tollama-cluster-");

    public void Dispose() => _home.Delete(recursive: true);

    [SkippableFact]
    public async Task Loses_no_forecast_when_silos_are_killed()
    {
        string database = await postgres.CreateDatabaseAsync();
        await using var one = await SiloAsync(database, "one");
        await using var two = await SiloAsync(database, "two");
        var (gateway, client) = await GatewayAsync(database);
        await using (gateway)
        {
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(20);

            one.Signal("KILL");
            await load.WaitForAnswersAsync(20);
            await using var again = await SiloAsync(database, "one");
            await load.WaitForAnswersAsync(20);
            two.Signal("KILL");
            await load.WaitForAnswersAsync(20);

            await load.StopAsync();
        }
    }

    [SkippableFact]
    public async Task Replaces_a_frozen_silo_and_takes_it_back_as_a_new_one()
    {
        string database = await postgres.CreateDatabaseAsync();
        await using var one = await SiloAsync(database, "one");
        await using var two = await SiloAsync(database, "two");
        var (gateway, client) = await GatewayAsync(database);
        await using (gateway)
        {
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(20);

            one.Signal("STOP");
            await Task.Delay(TimeSpan.FromSeconds(6));
            await load.WaitForAnswersAsync(20);
            one.Signal("CONT");
            await load.WaitForAnswersAsync(20);
            await EventuallyAsync(() => one.Output.Contains("was declared dead", StringComparison.Ordinal));

            // The frozen one joins anew. Until the other has renewed its lease once more, neither may judge the other quickly.
            await Task.Delay(TimeSpan.FromSeconds(4));
            two.Signal("KILL");
            await load.WaitForAnswersAsync(20);

            await load.StopAsync();
        }
    }

    [SkippableFact]
    public async Task Drains_a_silo_that_is_asked_to_stop()
    {
        string database = await postgres.CreateDatabaseAsync();
        await using var one = await SiloAsync(database, "one");
        await using var two = await SiloAsync(database, "two");
        var (gateway, client) = await GatewayAsync(database);
        await using (gateway)
        {
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(20);

            one.Signal("TERM");
            await load.WaitForAnswersAsync(40);

            await load.StopAsync();
        }
    }

    [SkippableFact]
    public async Task Moves_what_a_drained_silo_holds_to_another()
    {
        string database = await postgres.CreateDatabaseAsync();
        await using var one = await SiloAsync(database, "one");
        await using var two = await SiloAsync(database, "two");
        var (gateway, client) = await GatewayAsync(database);
        await using (gateway)
        {
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(20);
            string holder = (await CopiesAsync(client)).Single();

            using var drained = await client.PostAsync($"/v1/cluster/silos/{holder}/drain", null);

            Assert.Equal(HttpStatusCode.OK, drained.StatusCode);
            await load.WaitForAnswersAsync(40);
            Assert.Equal([holder == "one" ? "two" : "one"], await CopiesAsync(client));
            var cluster = JsonNode.Parse(await client.GetStringAsync("/v1/cluster"))!;
            Assert.Contains(cluster["silos"]!.AsArray(), silo => (string?)silo!["name"] == holder && (string?)silo["state"] == "draining");
            await load.StopAsync();
        }
    }

    [SkippableFact]
    public async Task Answers_every_question_while_a_silo_is_lost()
    {
        string database = await postgres.CreateDatabaseAsync();
        await using var one = await SiloAsync(database, "one");
        await using var two = await SiloAsync(database, "two");
        var (gateway, client) = await GatewayAsync(database);
        await using (gateway)
        {
            using var load = new ForecastLoad(client);
            await load.WaitForAnswersAsync(20);
            string holder = (await CopiesAsync(client)).Single();

            (holder == "one" ? one : two).Signal("KILL");
            foreach (string question in new[] { "/api/ps", "/api/tags", "/v1/models", "/v1/cluster", "/v1/placements", "/metrics" })
            {
                using var answer = await client.GetAsync(question);
                Assert.True(answer.IsSuccessStatusCode, $"{question}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }

            await load.WaitForAnswersAsync(20);
            await load.StopAsync();
            Assert.Equal([holder == "one" ? "two" : "one"], await CopiesAsync(client));
        }
    }

    /// <summary>Silos with a copy of the one model that is loaded, as <c>/api/ps</c> names them.</summary>
    private static async Task<string[]> CopiesAsync(HttpClient client)
    {
        var loaded = JsonNode.Parse(await client.GetStringAsync("/api/ps"))!["models"]!.AsArray().Single()!;
        return [.. loaded["copies"]!.AsArray().Select(copy => (string)copy!["silo"]!)];
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "The frozen silo did not find itself fenced.");
            await Task.Delay(50);
        }
    }

    private Task<TollamaProcess> SiloAsync(string database, string name) => TollamaProcess.StartAsync(
        _home.FullName, database, "--role", "silo", "--name", name, "--listen", $"127.0.0.1:{PrivatePostgres.FreePort()}");

    private async Task<(TollamaProcess Process, HttpClient Client)> GatewayAsync(string database)
    {
        int port = PrivatePostgres.FreePort();
        var process = await TollamaProcess.StartAsync(
            _home.FullName, database, "--role", "gateway", "--name", "gate",
            "--listen", $"127.0.0.1:{PrivatePostgres.FreePort()}", "--port", $"{port}");
        return (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
    }
}
