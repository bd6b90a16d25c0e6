using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Hosting;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;
using Tollama.Gateway;
using Tollama.Grains;
using Tollama.Models;
using Tollama.Models.Baseline;
using Tollama.Onnx.Runtime;
using Tollama.Silo;
using Tollama.Silo.Storage;

namespace Tollama.Cli.Commands.Serve;

/// <summary>Everything that a daemon consists of: gateway, grains, model store, families.</summary>
internal static class DaemonServices
{
    /// <summary>Registers the parts. Nothing is opened or loaded before it is asked for.</summary>
    public static void Add(IServiceCollection services, ServeSettings settings, CliContext context)
    {
        var silo = SiloOptions.FromEnvironment(context.Environment);
        services.AddSingleton(context.Environment);
        services.AddSingleton(context.Time);
        services.AddSingleton(silo);
        services.AddSingleton(_ => new InferenceEngine(new EngineOptions()));
        services.AddSingleton<IForecasterFactory>(provider =>
            ModelFamilies.All(provider.GetRequiredService<InferenceEngine>()));
        services.AddSingleton<IModelStore>(provider => new ModelStore(
            silo,
            provider.GetRequiredService<IForecasterFactory>(),
            BaselineModels.Entries,
            context.Time,
            provider.GetRequiredService<ILogger<ModelStore>>()));
        services.AddActors(new ActorsOptions { StateDirectory = Path.Combine(silo.Home, "grains") });
        services.AddGrains();
        services.AddGateway(new GatewayOptions
        {
            Home = silo.Home,
            Host = settings.Host,
            Port = settings.Port,
            InsecureBind = settings.AllowsInsecureBind,
            Environment = context.Environment,
        });
    }
}
