using System.Text.Json.Nodes;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Agents;

/// <summary>The tasks of all gateways; of too many, the oldest that have ended are forgotten.</summary>
[KeepAlive]
internal sealed class AgentTasksGrain : Grain, IAgentTasksGrain
{
    private const int MostTasks = 10_000;

    private readonly Dictionary<string, (AgentTaskEntry Entry, JsonObject Document)> _tasks = new(
        StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public Task<bool> PutAsync(AgentTaskEntry entry, JsonObject document)
    {
        bool isKnown = _tasks.TryGetValue(entry.Id, out var before);
        if (isKnown && before.Entry.HasEnded)
        {
            return Task.FromResult(false);
        }

        _tasks[entry.Id] = (entry, document);
        if (!isKnown)
        {
            _order.Enqueue(entry.Id);
            ForgetOldest();
        }

        return Task.FromResult(true);
    }

    public Task<JsonObject?> FindAsync(string id, string owner) => Task.FromResult(
        _tasks.TryGetValue(id, out var task) && task.Entry.Owner == owner ? task.Document : null);

    public Task<IReadOnlyList<AgentTaskEntry>> ListAsync(string owner) =>
        Task.FromResult<IReadOnlyList<AgentTaskEntry>>([
            .. _order
                .Reverse()
                .Select(id => _tasks[id].Entry)
                .Where(entry => entry.Owner == owner)
                .OrderByDescending(entry => entry.ChangedAt),
        ]);

    private void ForgetOldest()
    {
        for (int checks = _order.Count; _tasks.Count > MostTasks && checks > 0; checks--)
        {
            string oldest = _order.Dequeue();
            if (_tasks[oldest].Entry.HasEnded)
            {
                _tasks.Remove(oldest);
            }
            else
            {
                _order.Enqueue(oldest);
            }
        }
    }
}
