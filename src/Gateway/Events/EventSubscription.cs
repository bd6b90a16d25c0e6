using System.Threading.Channels;

namespace Tollama.Gateway.Events;

/// <summary>One listener's queue: at most 256 events, the oldest fall out.</summary>
internal sealed class EventSubscription : IDisposable
{
    private const int Capacity = 256;

    private readonly Channel<BusEvent> _queue = Channel.CreateBounded<BusEvent>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly string _keyId;
    private readonly IReadOnlySet<string> _names;
    private readonly Action<EventSubscription> _end;

    /// <summary>A queue of one key's events.</summary>
    public EventSubscription(string keyId, IReadOnlySet<string> names, Action<EventSubscription> end)
    {
        _keyId = keyId;
        _names = names;
        _end = end;
    }

    /// <summary>Whether an event is meant for this listener.</summary>
    public bool Wants(string keyId, string name) =>
        string.Equals(keyId, _keyId, StringComparison.Ordinal) && (_names.Count == 0 || _names.Contains(name));

    /// <summary>Puts an event into the queue.</summary>
    public void Offer(BusEvent published) => _queue.Writer.TryWrite(published);

    /// <summary>Waits for the next event.</summary>
    public ValueTask<BusEvent> ReadAsync(CancellationToken cancellationToken) => _queue.Reader.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _end(this);
}
