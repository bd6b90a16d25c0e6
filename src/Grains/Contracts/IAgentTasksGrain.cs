using System.Text.Json.Nodes;

namespace Tollama.Grains.Contracts;

/// <summary>
/// The tasks of the agent protocol of all gateways: whoever asks, any gateway knows them. Kept in the memory of one
/// machine, or in the cluster's database. Key: <c>tasks</c>. The gateway that a task came through carries it out.
/// </summary>
/// <remarks>Every member may throw Unavailable: what is stored cannot be reached.</remarks>
public interface IAgentTasksGrain : IGrainWithStringKey
{
    /// <summary>
    /// Keeps a task as it is now; documents are not changed afterwards. It is stored when this returns.
    /// </summary>
    /// <returns>False when it has ended otherwise: it stays as it is.</returns>
    Task<bool> PutAsync(AgentTaskEntry entry, JsonObject document);

    /// <summary>
    /// Says that a task is being worked on; a running one of which that is not said for a while has failed.
    /// </summary>
    /// <returns>Whether to go on: false when it has ended, cancelled through another gateway.</returns>
    [AlwaysInterleave]
    Task<bool> KeepAsync(string id);

    /// <summary>The task as it is answered; null when the caller has none of that id.</summary>
    [AlwaysInterleave]
    Task<JsonObject?> FindAsync(string id, string owner);

    /// <summary>The tasks of a caller, those that changed last first.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<AgentTaskEntry>> ListAsync(string owner);
}
