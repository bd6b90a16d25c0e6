namespace Tollama.Gateway.Agents;

/// <summary>
/// The tasks of this gateway, in memory. Callers see their own; the oldest that have ended are forgotten in time.
/// </summary>
internal sealed class AgentTasks
{
    private const int MostTasks = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, AgentTask> _tasks = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Adds a task.</summary>
    public void Add(AgentTask task)
    {
        lock (_gate)
        {
            _tasks.Add(task.Id, task);
            _order.Enqueue(task.Id);
            for (int checks = _order.Count; _tasks.Count > MostTasks && checks > 0; checks--)
            {
                string oldest = _order.Dequeue();
                if (_tasks[oldest].IsTerminal)
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

    /// <summary>A task of a caller.</summary>
    /// <exception cref="RpcException">TaskNotFound.</exception>
    public AgentTask Find(string id, string owner)
    {
        lock (_gate)
        {
            return _tasks.TryGetValue(id, out var task) && task.Owner == owner
                ? task
                : throw new RpcException(RpcException.TaskNotFound, $"There is no task '{id}'.");
        }
    }

    /// <summary>The tasks of a caller, those that changed last first.</summary>
    public IReadOnlyList<AgentTask> List(string owner)
    {
        lock (_gate)
        {
            return [.. _order.Reverse().Select(id => _tasks[id])
                .Where(task => task.Owner == owner)
                .OrderByDescending(task => task.ChangedAt)];
        }
    }
}
