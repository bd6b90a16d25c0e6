namespace Tollama.Grains.Contracts;

/// <summary>What is loaded, for <c>/api/ps</c> and diagnostics, as the devices say it. Key: <c>loaded</c>.</summary>
public interface ILoadedModelsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Loaded models that have answered or are pinned, sorted by name, after expired ones were unloaded.
    /// </summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<LoadedModel>> ListAsync();

    /// <summary>Models whose copies are being fetched, wait for room, load or warm up, sorted by name.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<ComingModel>> ComingAsync();

    /// <summary>
    /// Unloads every model of a family: what an expired entry and <c>keep_alive: 0</c> do (contract/http-api §5).
    /// Copies that are pinned stay.
    /// </summary>
    [AlwaysInterleave]
    Task UnloadFamilyAsync(string family);
}
