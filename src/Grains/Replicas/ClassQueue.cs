using System.Diagnostics.CodeAnalysis;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Replicas;

/// <summary>
/// Two fair queues: forecasts that somebody waits for go first, but of ten items one is work in bulk where some waits,
/// so that it does not starve.
/// </summary>
/// <typeparam name="T">What waits.</typeparam>
/// <param name="cost">See <see cref="FairQueue{T}"/>.</param>
/// <param name="quantum">See <see cref="FairQueue{T}"/>.</param>
internal sealed class ClassQueue<T>(Func<T, int> cost, int quantum)
{
    private const int MostBeforeBulk = 9;

    private readonly FairQueue<T> _interactive = new(cost, quantum);
    private readonly FairQueue<T> _bulk = new(cost, quantum);
    private int _sinceBulk;

    /// <summary>Items that wait.</summary>
    public int Count => _interactive.Count + _bulk.Count;

    /// <summary>Items of one key that wait.</summary>
    public int CountOf(string key) => _interactive.CountOf(key) + _bulk.CountOf(key);

    /// <summary>The items that an asker's next one comes after, in order.</summary>
    public IEnumerable<T> LineOf(Asker asker) => QueueOf(asker).LineOf(asker.Key);

    /// <summary>Adds an item at the end of its key's line.</summary>
    public void Enqueue(Asker asker, T item) =>
        QueueOf(asker).Enqueue(asker.Key, item);

    /// <summary>The item whose turn it is; it stays until <see cref="Dequeue"/>.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out T item) => Next.TryPeek(out item);

    /// <summary>Takes the item whose turn it is.</summary>
    /// <exception cref="InvalidOperationException">Nothing waits.</exception>
    public T Dequeue()
    {
        var queue = Next;
        _sinceBulk = queue == _bulk || _bulk.Count == 0 ? 0 : _sinceBulk + 1;
        return queue.Dequeue();
    }

    private FairQueue<T> QueueOf(Asker asker) => asker.Class == WorkClass.Interactive ? _interactive : _bulk;

    private FairQueue<T> Next =>
        _interactive.Count == 0 || (_bulk.Count > 0 && _sinceBulk >= MostBeforeBulk) ? _bulk : _interactive;
}
