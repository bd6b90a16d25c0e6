using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Actors.Abstractions;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;
using Tollama.Gateway.Agents;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Agents;

/// <summary>Two gateways of one cluster, each with its own table of tasks over the same grains.</summary>
public sealed class SharedTasksTests
{
    private const string Owner = "k_1";

    [Fact]
    public async Task A_task_that_came_through_one_gateway_is_found_through_the_other()
    {
        await using var server = await GatewayServer.StartAsync();
        var (first, second) = (Gateway(server), Gateway(server));
        var task = NewTask();
        await first.AcceptAsync(task);
        task.TryMove("completed", "done", new JsonObject { ["artifactId"] = "a" });
        await first.EndAsync(task, CancellationToken.None);

        var found = await second.FindAsync(task.Id, Owner);

        Assert.Equal("completed", (string?)found["status"]!["state"]);
        Assert.Equal("a", (string?)found["artifacts"]![0]!["artifactId"]);
        Assert.Equal(task.Id, Assert.Single(await second.ListAsync(Owner)).Id);
        Assert.Empty(await second.ListAsync("k_2"));
        await Assert.ThrowsAsync<RpcException>(() => second.FindAsync(task.Id, "k_2"));
        await Assert.ThrowsAsync<RpcException>(() => second.CancelAsync(task.Id, Owner));
    }

    [Fact]
    public async Task A_task_can_be_canceled_through_the_other_gateway_and_stays_canceled()
    {
        await using var server = await GatewayServer.StartAsync();
        var (first, second) = (Gateway(server), Gateway(server));
        var task = NewTask();
        await first.AcceptAsync(task);
        Assert.True(await first.KeepAsync(task));

        var canceled = await second.CancelAsync(task.Id, Owner);
        bool isKept = await first.KeepAsync(task);
        task.TryMove("completed", "done");
        await first.EndAsync(task, CancellationToken.None);

        Assert.Equal("canceled", (string?)canceled["status"]!["state"]);
        Assert.False(isKept);
        Assert.Equal("canceled", (string?)(await first.FindAsync(task.Id, Owner))["status"]!["state"]);
    }

    [Fact]
    public async Task Storage_that_is_away_for_a_moment_refuses_no_task_and_loses_no_end()
    {
        var notes = new FailingNotes { Failures = 1 };
        await using var server = await GatewayServer.StartAsync(
            GatewayServer.NewHome(), new Dictionary<string, string>(), services =>
                services.AddSingleton(new ServiceNotes(notes)));
        var gateway = Gateway(server);
        var task = NewTask();

        await gateway.AcceptAsync(task);
        Assert.Equal(0, notes.Failures);
        task.TryMove("completed", "done");
        notes.Failures = 1;
        await gateway.EndAsync(task, CancellationToken.None);

        Assert.Equal(0, notes.Failures);
        Assert.Equal("completed", (string?)(await Gateway(server).FindAsync(task.Id, Owner))["status"]!["state"]);
    }

    /// <summary>Notes whose next changes fail.</summary>
    private sealed class FailingNotes : ISharedNotes
    {
        private readonly MemoryNotes _kept = new();

        public int Failures { get; set; }

        public Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
            where T : class, new() => _kept.ReadAsync<T>(name, cancellationToken);

        public Task<T> ChangeAsync<T>(string name, Func<T, T> change, CancellationToken cancellationToken)
            where T : class, new()
        {
            if (Failures > 0)
            {
                Failures--;
                throw new TollamaException(ErrorCode.Unavailable, "away");
            }

            return _kept.ChangeAsync(name, change, cancellationToken);
        }

        public Task RemoveAsync<T>(string name, CancellationToken cancellationToken)
            where T : class, new() => _kept.RemoveAsync<T>(name, cancellationToken);
    }

    private static AgentTasks Gateway(GatewayServer server) =>
        new(server.Services.GetRequiredService<IGrainFactory>(), TimeProvider.System, NullLogger<AgentTasks>.Instance);

    private static AgentTask NewTask() =>
        new(
            Owner,
            new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["text"] = "x" }) },
            null,
            null,
            TimeProvider.System);
}
