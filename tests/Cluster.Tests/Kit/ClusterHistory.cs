using System.Collections.Concurrent;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>Activations of all silos of a test, in order.</summary>
public sealed class ClusterHistory
{
    private readonly ConcurrentQueue<(string Key, string Silo, bool IsBegin)> _events = new();

    public void Add(string key, string silo, bool isBegin) => _events.Enqueue((key, silo, isBegin));

    /// <summary>How often each grain was activated.</summary>
    public int Activations(string key) => _events.Count(found => found.Key == key && found.IsBegin);
}
