namespace Tollama.Actors.Abstractions;

/// <summary>Makes references to grains. Making one activates nothing.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain of type <typeparamref name="TGrain"/> with this key.</summary>
    TGrain GetGrain<TGrain>(string primaryKey)
        where TGrain : IGrainWithStringKey;
}
