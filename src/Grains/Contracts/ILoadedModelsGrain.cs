namespace Tollama.Grains.Contracts;

/// <summary>What is loaded, for <c>/api/ps</c> and diagnostics. Key: <c>loaded</c>.</summary>
public interface ILoadedModelsGrain : IGrainWithStringKey
{
    /// <summary>Loaded models sorted by name, after expired ones were unloaded.</summary>
    Task<IReadOnlyList<LoadedModel>> ListAsync();
}
