using System.Threading.Channels;

namespace Tollama.Gateway.Events;

/// <summary>One listener's queue: at most 256 events and 16 MiB of them; the oldest fall out.</summary>
internal sealed class EventSubscription : IDisposable
{
    private const int MostEvents = 256;
    private const long MostBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Channel<BusEvent> _queue = Channel.CreateUnbounded<BusEvent>();
    private readonly string _keyId;
    private readonly IReadOnlySet<string> _names;
    private readonly Action<EventSubscription> _end;
    private long _bytes;

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

    /// <summary>Puts an event into the queue; the newest always has room.</summary>
    public void Offer(BusEvent published)
    {
        lock (_gate)
        {
            _bytes += published.Data.Length;
            while ((_queue.Reader.Count >= MostEvents || _bytes > MostBytes) && _queue.Reader.TryRead(out var oldest))
            {
                _bytes -= oldest.Data.Length;
            }

            _queue.Writer.TryWrite(published);
        }
    }

    /// <summary>Waits for the next event.</summary>
    public async Task<BusEvent> ReadAsync(CancellationToken cancellationToken)
    {
        var next = await _queue.Reader.ReadAsync(cancellationToken);
        lock (_gate)
        {
            _bytes -= next.Data.Length;
        }

        return next;
    }

    /// <inheritdoc/>
    public void Dispose() => _end(this);
}
