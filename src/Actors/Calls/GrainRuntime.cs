using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Transport;

namespace Tollama.Actors.Calls;

/// <summary>What references need of the silo: finds the activation of a grain and brings a call to it.</summary>
public sealed class GrainRuntime : IGrainFactory
{
    private readonly GrainTypeRegistry _types;

    internal GrainRuntime(GrainTypeRegistry types, ActivationCatalog catalog)
    {
        _types = types;
        Catalog = catalog;
        catalog.Forward = Dispatch;
    }

    internal ActivationCatalog Catalog { get; }

    /// <inheritdoc/>
    public TGrain GetGrain<TGrain>(string primaryKey)
        where TGrain : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrEmpty(primaryKey);
        return _types.MakeReference<TGrain>(this, primaryKey);
    }

    /// <summary>How calls leave this process; null where the silo is embedded.</summary>
    internal RemoteCaller? Remote { get; set; }

    internal void Dispatch(QueuedCall call)
    {
        if (Remote is { } remote && !Catalog.TryGet(call.Target, out _))
        {
            _ = remote.DispatchAsync(call);
            return;
        }

        Catalog.Enqueue(call);
    }

    internal async Task<IOpenStream<TItem>> OpenStreamAsync<TCall, TItem>(
        GrainId target, TCall call, CancellationToken cancellationToken)
        where TCall : struct, IGrainStreamCall<TItem>, IWireCall<TCall, TItem>
    {
        if (Remote is { } remote)
        {
            return await remote.OpenAsync<TCall, TItem>(target, call, cancellationToken);
        }

        var opening = new OpenStreamCall<TCall, TItem>(call, cancellationToken);
        var queued = new TypedCall<OpenStreamCall<TCall, TItem>, OpenStream<TItem>>(
            target,
            in opening,
            interleaves: true);
        Catalog.Enqueue(queued);
        return await queued.Outcome;
    }
}
