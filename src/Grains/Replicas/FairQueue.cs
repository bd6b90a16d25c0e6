using System.Diagnostics.CodeAnalysis;

namespace Tollama.Grains.Replicas;

/// <summary>
/// A queue that many keys share: each gets the same share of the work, whoever queues more (deficit round robin,
/// Shreedhar and Varghese 1995). First in, first out for one key.
/// </summary>
/// <typeparam name="T">What waits.</typeparam>
/// <param name="cost">Work in an item, at least 1.</param>
/// <param name="quantum">Work that a key may do in its turn; an item that is more saves up over several turns.</param>
internal sealed class FairQueue<T>(Func<T, int> cost, int quantum)
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly Queue<Line> _turns = new();

    /// <summary>Items that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Items of one key that wait.</summary>
    public int CountOf(string key) => _lines.TryGetValue(key, out var line) ? line.Items.Count : 0;

    /// <summary>The items of one key that wait, in order.</summary>
    public IEnumerable<T> LineOf(string key) => _lines.TryGetValue(key, out var line) ? line.Items : [];

    /// <summary>Adds an item at the end of its key's line.</summary>
    public void Enqueue(string key, T item)
    {
        if (!_lines.TryGetValue(key, out var line))
        {
            line = new Line(key);
            _lines.Add(key, line);
            _turns.Enqueue(line);
        }

        line.Items.Enqueue(item);
        Count++;
    }

    /// <summary>The item whose turn it is; it stays until <see cref="Dequeue"/>.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        while (_turns.TryPeek(out var line))
        {
            item = line.Items.Peek();
            if (cost(item) <= line.Credit)
            {
                return true;
            }

            if (!line.HadItsTurn)
            {
                line.Credit += quantum;
                line.HadItsTurn = true;
                continue;
            }

            line.HadItsTurn = false;
            _turns.Enqueue(_turns.Dequeue());
        }

        item = default;
        return false;
    }

    /// <summary>Takes the item whose turn it is.</summary>
    /// <exception cref="InvalidOperationException">Nothing waits.</exception>
    public T Dequeue()
    {
        if (!TryPeek(out var item))
        {
            throw new InvalidOperationException("Nothing waits.");
        }

        var line = _turns.Peek();
        line.Items.Dequeue();
        line.Credit -= cost(item);
        Count--;
        if (line.Items.Count == 0)
        {
            _turns.Dequeue();
            _lines.Remove(line.Key); // who comes back starts without credit
        }

        return item;
    }

    private sealed class Line(string key)
    {
        public string Key { get; } = key;

        public Queue<T> Items { get; } = new();

        public int Credit { get; set; }

        public bool HadItsTurn { get; set; }
    }
}
