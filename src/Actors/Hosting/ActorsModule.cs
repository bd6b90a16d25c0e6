using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Calls;
using Tollama.Actors.State;

namespace Tollama.Actors.Hosting;

/// <summary>Registers the grain runtime.</summary>
public static class ActorsModule
{
    /// <summary>Adds an embedded silo: everything in this process, states in files.</summary>
    public static IServiceCollection AddActors(this IServiceCollection services, ActorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddLogging();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IGrainStorage>(
            new FileStorage(options.StateDirectory, new JsonSerializerOptions(JsonSerializerDefaults.Web)));
        services.AddSingleton(MakeRegistry);
        services.AddSingleton<ActivationCatalog>();
        services.AddSingleton(provider => new GrainRuntime(
            provider.GetRequiredService<GrainTypeRegistry>(), provider.GetRequiredService<ActivationCatalog>()));
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainRuntime>());
        services.AddHostedService<SiloHost>();
        return services;
    }

    private static GrainTypeRegistry MakeRegistry(IServiceProvider provider)
    {
        var registry = new GrainTypeRegistry();
        foreach (var types in provider.GetServices<IGrainTypes>())
        {
            types.Register(registry);
        }

        return registry;
    }
}
