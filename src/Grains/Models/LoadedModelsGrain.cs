using Tollama.Grains.Contracts;

namespace Tollama.Grains.Models;

/// <summary>Knows which models are loaded; each model itself knows until when.</summary>
[KeepAlive]
internal sealed class LoadedModelsGrain(TimeProvider time) : Grain, ILoadedModelsGrain
{
    /// <summary>Key of the one grain of this type.</summary>
    public const string Key = "loaded";

    private readonly Dictionary<string, string> _families = new(StringComparer.Ordinal);

    public Task RegisterAsync(string model, string family)
    {
        _families[model] = family;
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<LoadedModel>> ListAsync()
    {
        var loaded = await DescribeAsync();
        var now = time.GetUtcNow();
        string[] expired = [.. loaded.Where(model => model.ExpiresAt <= now).Select(model => model.Family).Distinct()];
        foreach (string family in expired)
        {
            await UnloadFamilyAsync(family);
        }

        return [.. loaded.Where(model => !expired.Contains(model.Family)).OrderBy(model => model.Name, StringComparer.Ordinal)];
    }

    public Task UnloadFamilyAsync(string family)
    {
        string[] models = [.. _families.Where(entry => entry.Value == family).Select(entry => entry.Key)];
        foreach (string model in models)
        {
            _families.Remove(model);
        }

        return Task.WhenAll(models.Select(model =>
            GrainFactory.GetGrain<IModelGrain>(model).UnloadAsync(CancellationToken.None)));
    }

    private async Task<IReadOnlyList<LoadedModel>> DescribeAsync()
    {
        string[] models = [.. _families.Keys];
        var found = await Task.WhenAll(models.Select(model =>
            GrainFactory.GetGrain<IModelGrain>(model).DescribeAsync()));
        return [.. found.OfType<LoadedModel>()];
    }
}
