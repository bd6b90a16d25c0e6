namespace Tollama.Actors.Abstractions;

/// <summary>A value kept in storage.</summary>
/// <typeparam name="TState">Type of the value.</typeparam>
public interface IStorage<TState>
{
    /// <summary>The value as last read or written, or as changed since.</summary>
    TState State { get; set; }

    /// <summary>Version of the stored value; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>Whether a value is stored.</summary>
    bool RecordExists { get; }

    /// <summary>Reads the stored value.</summary>
    Task ReadStateAsync(CancellationToken cancellationToken = default);

    /// <summary>Stores the value; fails when another wrote since it was read.</summary>
    /// <exception cref="State.InconsistentStateException">The etag is not the stored one.</exception>
    Task WriteStateAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes the stored value.</summary>
    /// <exception cref="State.InconsistentStateException">The etag is not the stored one.</exception>
    Task ClearStateAsync(CancellationToken cancellationToken = default);
}
