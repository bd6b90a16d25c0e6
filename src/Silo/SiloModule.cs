using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;
using Tollama.Models;
using Tollama.Models.Baseline;
using Tollama.Onnx.Runtime;
using Tollama.Silo.Pulling;
using Tollama.Silo.Storage;

namespace Tollama.Silo;

/// <summary>A silo: model store, families, inference engine. The host brings logging and, if it likes, a clock.</summary>
public static class SiloModule
{
    /// <summary>Adds everything that a process needs to hold models.</summary>
    /// <exception cref="Core.Errors.TollamaException">Misconfigured: an environment variable cannot be used.</exception>
    public static IServiceCollection AddSilo(this IServiceCollection services, SiloOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton(StoreOptions.Create(options.Home, options.Environment));
        services.TryAddSingleton(_ => new InferenceEngine(new EngineOptions()));
        services.TryAddSingleton(provider => ModelFamilies.All(provider.GetRequiredService<InferenceEngine>()));
        services.TryAddSingleton(CreateStore);
        services.TryAddSingleton<IModelStore>(provider => provider.GetRequiredService<ModelStore>());
        services.TryAddSingleton<IForecasterFactory>(provider => new LicensedForecasters(
            provider.GetRequiredService<ModelFamilies>(), provider.GetRequiredService<ModelStore>()));
        return services;
    }

    private static ModelStore CreateStore(IServiceProvider provider) => new(
        provider.GetRequiredService<StoreOptions>(),
        BaselineModels.Entries,
        new PullSurroundings(
            provider.GetRequiredService<ModelFamilies>(),
            provider.GetRequiredService<TimeProvider>(),
            folder => new DriveInfo(folder).AvailableFreeSpace),
        provider.GetRequiredService<ILogger<ModelStore>>());
}
