using Tollama.Actors.Abstractions;

namespace Tollama.Actors.State;

/// <summary>A grain's state over its storage.</summary>
internal sealed class PersistentState<T>(string name, GrainId grainId, IGrainStorage storage)
    : IPersistentState<T>, ILoadableState
    where T : class, new()
{
    private readonly GrainState<T> _stored = new();

    public T State
    {
        get => _stored.State;
        set => _stored.State = value;
    }

    public string? Etag => _stored.ETag;

    public bool RecordExists => _stored.RecordExists;

    public Task ReadAsync(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    public Task ReadStateAsync(CancellationToken cancellationToken = default) =>
        storage.ReadStateAsync(name, grainId, _stored, cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken = default) =>
        storage.WriteStateAsync(name, grainId, _stored, cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken = default) =>
        storage.ClearStateAsync(name, grainId, _stored, cancellationToken);
}
