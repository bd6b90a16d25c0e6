using Tollama.Actors.Abstractions;

namespace Tollama.Actors.State;

/// <summary>Where grain states are kept. Writes are atomic and survive a power cut once they return.</summary>
public interface IGrainStorage
{
    /// <summary>Reads a state; the default value and no etag where there is none.</summary>
    Task ReadStateAsync<T>(
        string stateName,
        GrainId grainId,
        GrainState<T> grainState,
        CancellationToken cancellationToken)
        where T : class, new();

    /// <summary>Stores a state and sets its new etag.</summary>
    /// <exception cref="InconsistentStateException">The etag is not the stored one.</exception>
    Task WriteStateAsync<T>(
        string stateName,
        GrainId grainId,
        GrainState<T> grainState,
        CancellationToken cancellationToken)
        where T : class, new();

    /// <summary>Removes a state.</summary>
    /// <exception cref="InconsistentStateException">The etag is not the stored one.</exception>
    Task ClearStateAsync<T>(
        string stateName,
        GrainId grainId,
        GrainState<T> grainState,
        CancellationToken cancellationToken)
        where T : class, new();
}
