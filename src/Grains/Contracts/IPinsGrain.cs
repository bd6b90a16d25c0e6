namespace Tollama.Grains.Contracts;

/// <summary>
/// The pins of all models; they outlive every process. Written by the models themselves. While storage is away and they
/// are not known, every call fails as Unavailable. Key: <c>pins</c>.
/// </summary>
public interface IPinsGrain : IGrainWithStringKey
{
    /// <summary>Every pin, sorted by model.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<PinnedModel>> ListAsync();

    /// <summary>The pin of a model; null where nothing was said.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<ModelPin?> FindAsync(string model);

    /// <summary>Keeps the pin of a model, or forgets it; returns once it is stored.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pin">Its pin; null for none.</param>
    /// <returns>Whether it had one.</returns>
    Task<bool> WriteAsync(string model, ModelPin? pin);

    /// <summary>
    /// Loads the models that are to stay and do not: after a restart, or when a silo was lost. One that cannot be
    /// loaded now is tried again at the next call.
    /// </summary>
    [AlwaysInterleave]
    Task HoldAsync();
}
