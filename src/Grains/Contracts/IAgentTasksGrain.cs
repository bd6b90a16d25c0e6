using System.Text.Json.Nodes;

namespace Tollama.Grains.Contracts;

/// <summary>
/// The tasks of the agent protocol of all gateways, in the memory of one silo: whoever asks, any gateway knows them.
/// Key:
/// <c>tasks</c>. The gateway that a task came through carries it out.
/// </summary>
public interface IAgentTasksGrain : IGrainWithStringKey
{
    /// <summary>Keeps a task as it is now; documents are not changed afterwards.</summary>
    /// <returns>False when it has ended already: it stays as it is.</returns>
    [AlwaysInterleave]
    Task<bool> PutAsync(AgentTaskEntry entry, JsonObject document);

    /// <summary>The task as it is answered; null when the caller has none of that id.</summary>
    [AlwaysInterleave]
    Task<JsonObject?> FindAsync(string id, string owner);

    /// <summary>The tasks of a caller, those that changed last first.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<AgentTaskEntry>> ListAsync(string owner);
}
