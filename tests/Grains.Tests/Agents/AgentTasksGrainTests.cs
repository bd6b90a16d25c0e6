using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;
using Tollama.Core.Trust;
using Tollama.Grains.Agents;
using Tollama.Grains.Contracts;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Agents;

public sealed class AgentTasksGrainTests
{
    private readonly TestNotes _notes = new();

    [Fact]
    public async Task A_task_that_has_ended_is_read_after_its_silo_was_lost_and_stays_ended()
    {
        var entry = Entry("completed");
        await using (var first = Start())
        {
            Assert.True(await Tasks(first).PutAsync(entry, Document("completed")));
        }

        await using var second = Start();
        Assert.Equal("completed", StateOf(await Tasks(second).FindAsync("t", "k_1")));
        Assert.Null(await Tasks(second).FindAsync("t", "k_2"));
        Assert.Equal(entry, Assert.Single(await Tasks(second).ListAsync("k_1")));
        Assert.False(await Tasks(second).PutAsync(Entry("canceled"), Document("canceled")));
        Assert.True(await Tasks(second).PutAsync(entry, Document("completed")));
    }

    [Fact]
    public async Task A_running_task_fails_when_nobody_works_on_it_any_more()
    {
        await using (var first = Start())
        {
            await Tasks(first).PutAsync(Entry("working"), Document("working"));
        }

        await using var second = Start();
        await TestDaemon.EventuallyAsync(
            async () =>
            {
                second.Clock.Advance(AgentTasksGrain.Patience / 4);
                return StateOf(await Tasks(second).FindAsync("t", "k_1")) == "failed";
            },
            "the lost task has failed");

        var document = await Tasks(second).FindAsync("t", "k_1");
        Assert.Contains("gateway", (string?)document!["status"]!["message"]!["parts"]![0]!["text"]);
        Assert.True(Assert.Single(await Tasks(second).ListAsync("k_1")).HasEnded);
        Assert.False(await Tasks(second).KeepAsync("t"));
        Assert.False(await Tasks(second).PutAsync(Entry("completed"), Document("completed")));
    }

    [Fact]
    public async Task A_task_that_is_worked_on_goes_on_however_long_it_takes()
    {
        await using var daemon = Start();
        await Tasks(daemon).PutAsync(Entry("working"), Document("working"));
        for (int i = 0; i < 20; i++)
        {
            daemon.Clock.Advance(AgentTasksGrain.Patience / 2);
            Assert.True(await Tasks(daemon).KeepAsync("t"));
        }

        Assert.Equal("working", StateOf(await Tasks(daemon).FindAsync("t", "k_1")));
    }

    [Fact]
    public async Task An_end_that_was_stored_but_not_listed_counts()
    {
        await using (var first = Start())
        {
            await Tasks(first).PutAsync(Entry("working"), Document("working"));
        }

        var ended = new StoredTask { Entry = Entry("completed"), Document = Document("completed") };
        await _notes.ChangeAsync<StoredTask>("task/t", _ => ended, default);
        await using var second = Start();
        await TestDaemon.EventuallyAsync(
            async () =>
            {
                second.Clock.Advance(AgentTasksGrain.Patience / 4);
                return (await Tasks(second).ListAsync("k_1"))[0].HasEnded;
            },
            "the list knows the end");

        Assert.Equal("completed", (await Tasks(second).ListAsync("k_1"))[0].State);
        Assert.Equal("completed", StateOf(await Tasks(second).FindAsync("t", "k_1")));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_accepted()
    {
        await using var daemon = Start();
        _notes.IsAway = true;

        var fault = await Assert.ThrowsAsync<TollamaException>(() =>
            Tasks(daemon).PutAsync(Entry("submitted"), Document("submitted")));

        Assert.Equal(ErrorCode.Unavailable, fault.Code);
        _notes.IsAway = false;
        Assert.True(await Tasks(daemon).PutAsync(Entry("submitted"), Document("submitted")));
    }

    [Fact]
    public async Task Alert_thresholds_outlive_the_silo_and_are_known_while_storage_is_away()
    {
        await using (var first = Start())
        {
            await Alerts(first).SetAsync([new AlertThreshold { Domain = "finance", MinimumScore = 0.25 }]);
        }

        await using var second = Start();
        Assert.Equal(0.25, Assert.Single(await Alerts(second).ThresholdsAsync()).MinimumScore);
        _notes.IsAway = true;
        await Assert.ThrowsAsync<TollamaException>(() => Alerts(second).SetAsync([]));
        Assert.Equal("finance", Assert.Single(await Alerts(second).ThresholdsAsync()).Domain);
        _notes.IsAway = false;
        await Alerts(second).SetAsync([]);
        Assert.Empty(await Alerts(second).ThresholdsAsync());
    }

    private TestDaemon Start() => new(services => services.AddSingleton(new ServiceNotes(_notes)));

    private static IAgentTasksGrain Tasks(TestDaemon daemon) => daemon.Grains.GetGrain<IAgentTasksGrain>("tasks");

    private static IAlertsGrain Alerts(TestDaemon daemon) => daemon.Grains.GetGrain<IAlertsGrain>("alerts");

    private static AgentTaskEntry Entry(string state) =>
        new("t", "k_1", "c", state, state is not "working" and not "submitted", DateTimeOffset.UnixEpoch);

    private static JsonObject Document(string state) => new()
    {
        ["id"] = "t",
        ["status"] = AgentMessages.Status(state, DateTimeOffset.UnixEpoch, null),
    };

    private static string? StateOf(JsonObject? document) => (string?)document?["status"]?["state"];
}
