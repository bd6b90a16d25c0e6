using System.Collections.Concurrent;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>What the grains of one silo tell its test, and signals both ways.</summary>
public sealed class SiloProbe(string name, ClusterHistory history)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    public string Name => name;

    public void Activated(string key) => history.Add(key, name, isBegin: true);

    public void Deactivated(string key) => history.Add(key, name, isBegin: false);

    public void Signal(string what) => Of(what).TrySetResult();

    public Task WaitAsync(string what, CancellationToken cancellationToken = default) =>
        Of(what).Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);

    private TaskCompletionSource Of(string what) =>
        _signals.GetOrAdd(what, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
