using System.Collections.Concurrent;

namespace Tollama.Actors.Tests.Kit;

/// <summary>What grains did, in order, and signals that tests wait for.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Write(string line) => _lines.Enqueue(line);

    /// <summary>Opens a gate, or announces that something happened.</summary>
    public void Signal(string name) => Of(name).TrySetResult();

    /// <summary>Waits for a signal, with the one generous time limit of these tests.</summary>
    public Task WaitAsync(string name) => Of(name).Task.WaitAsync(TimeSpan.FromSeconds(30));

    private TaskCompletionSource Of(string name) =>
        _signals.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
