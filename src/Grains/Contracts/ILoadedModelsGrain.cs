namespace Tollama.Grains.Contracts;

/// <summary>What is loaded, for <c>/api/ps</c> and diagnostics. Key: <c>loaded</c>.</summary>
public interface ILoadedModelsGrain : IGrainWithStringKey
{
    /// <summary>Loaded models sorted by name, after expired ones were unloaded.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<LoadedModel>> ListAsync();

    /// <summary>Notes that a model has been loaded.</summary>
    [AlwaysInterleave]
    Task RegisterAsync(string model, string family);

    /// <summary>Unloads every model of a family: what an expired entry and <c>keep_alive: 0</c> do (contract/http-api §5).</summary>
    [AlwaysInterleave]
    Task UnloadFamilyAsync(string family);
}
