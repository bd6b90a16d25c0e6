using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;

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

    internal void Dispatch(QueuedCall call)
    {
        try
        {
            while (!Catalog.GetOrCreate(call.Target).Turns.TryEnqueue(call))
            {
                // That activation went away between the two steps: the next look-up finds or makes another.
            }
        }
        catch (Core.Errors.TollamaException refused)
        {
            call.Fail(refused);
        }
    }
}
