using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Wire;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Events;

/// <summary>
/// What happens in this gateway, for those who listen on <c>GET /api/events</c> (contract/http-api §18.5). A caller
/// sees the events of its own key only. Slow listeners lose the oldest events, never slow the rest down.
/// </summary>
internal sealed class EventBus(TimeProvider time)
{
    private readonly ConcurrentDictionary<EventSubscription, byte> _subscriptions = new();

    /// <summary>How many listen now.</summary>
    public int ListenerCount => _subscriptions.Count;

    /// <summary>Tells everybody who listens with this key; the data are built only when somebody does.</summary>
    /// <param name="keyId">Key id of the caller whose work it was.</param>
    /// <param name="name">Name of the event.</param>
    /// <param name="data">Makes the event's data.</param>
    public void Publish(string keyId, string name, Func<JsonObject> data)
    {
        if (_subscriptions.IsEmpty)
        {
            return;
        }

        BusEvent? published = null;
        foreach (var subscription in _subscriptions.Keys)
        {
            if (subscription.Wants(keyId, name))
            {
                published ??= new BusEvent(Guid.NewGuid().ToString("N"), time.GetUtcNow(), name, Serialise(data()));
                subscription.Offer(published);
            }
        }
    }

    /// <summary>Starts to listen; disposing the subscription ends it.</summary>
    /// <param name="keyId">Whose events.</param>
    /// <param name="names">Names of the events; empty for all.</param>
    public EventSubscription Subscribe(string keyId, IReadOnlySet<string> names)
    {
        var subscription = new EventSubscription(keyId, names, ended => _subscriptions.TryRemove(ended, out _));
        _subscriptions.TryAdd(subscription, 0);
        return subscription;
    }

    private static ReadOnlyMemory<byte> Serialise(JsonObject data)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(bytes, JsonOutput.Compact))
        {
            JsonTree.Write(writer, data, JsonLayout.Sorted);
        }

        return bytes.WrittenMemory;
    }
}
