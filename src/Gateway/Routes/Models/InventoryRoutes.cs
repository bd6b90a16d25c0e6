using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Models;

/// <summary>What is installed, loaded and available.</summary>
internal sealed class InventoryRoutes(IGrainFactory grains) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "models";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/api/tags", TagsAsync) { Summary = "Installed models.", Response = "Tags" },
        new("GET", "/api/ps", LoadedAsync) { Summary = "Loaded models.", Response = "LoadedModels" },
        new("GET", "/v1/models", ModelsAsync)
        {
            Summary = "Models that can be pulled, are installed, or are built in.",
            Response = "ModelList",
        },
    ];

    private async Task TagsAsync(HttpContext context)
    {
        var installed = await grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog).InstalledAsync();
        await JsonAnswer.SendAsync(context, List("models", installed.Select(ModelDocuments.Tag)));
    }

    private async Task LoadedAsync(HttpContext context)
    {
        var grain = grains.GetGrain<ILoadedModelsGrain>(GrainKeys.Loaded);
        var loaded = await grain.ListAsync();
        await JsonAnswer.SendAsync(context, ModelDocuments.Running(loaded, await grain.ComingAsync()));
    }

    private async Task ModelsAsync(HttpContext context)
    {
        var catalog = grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog);
        var registry = await catalog.RegistryAsync();
        var installed = await catalog.InstalledAsync();
        var byName = installed.ToLookup(manifest => manifest.Name, StringComparer.Ordinal);
        var answer = List("available", registry.Where(entry => !entry.IsBuiltIn)
            .Select(entry => ModelDocuments.Listed(entry, byName[entry.Name].FirstOrDefault())));
        answer["installed"] = Array(installed.Select(ModelDocuments.Listed));
        answer["builtin"] = Array(registry.Where(entry => entry.IsBuiltIn)
            .Select(entry => ModelDocuments.Listed(entry, null)));
        await JsonAnswer.SendAsync(context, answer);
    }

    private static JsonObject List(string key, IEnumerable<JsonObject> items) => new() { [key] = Array(items) };

    private static JsonArray Array(IEnumerable<JsonObject> items) => [.. items];
}
