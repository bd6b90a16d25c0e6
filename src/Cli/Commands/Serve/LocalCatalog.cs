using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;
using Tollama.Models;
using Tollama.Onnx.Runtime;
using Tollama.Silo;

namespace Tollama.Cli.Commands.Serve;

/// <summary>The models of this machine's state folder, for commands that need no daemon.</summary>
internal sealed class LocalCatalog : IDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Opens the state folder; nothing is created.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// Misconfigured: an environment variable cannot be used.
    /// </exception>
    public LocalCatalog(CliContext context) => _services = new ServiceCollection()
        .AddLogging()
        .AddCatalog(new SiloOptions { Home = context.Home, Environment = context.Environment })
        .BuildServiceProvider();

    /// <summary>Registry and install records.</summary>
    public IModelStore Store => _services.GetRequiredService<IModelStore>();

    /// <summary>The families of this build, in the order in which they are asked.</summary>
    public IReadOnlyList<IModelFamily> Families => _services.GetRequiredService<ModelFamilies>().Families;

    /// <summary>The devices of this machine.</summary>
    public IReadOnlyList<DeviceInfo> Devices() => _services.GetRequiredService<IDeviceInventory>().Devices;

    /// <summary>Whether this build has the code that computes a model.</summary>
    public bool Computes(RegistryEntry entry)
    {
        var artifact = new ModelArtifact
        {
            Name = entry.Name,
            Family = entry.Family,
            Source = entry.Source,
            Metadata = entry.Metadata ?? [],
            Capabilities = entry.Capabilities ?? ModelCapabilities.None,
        };
        return Families.Any(family => family.Serves(artifact));
    }

    /// <summary>The inference engine's native library: where it is and what it can use.</summary>
    public LocalEngine Engine()
    {
        var info = _services.GetRequiredService<InferenceEngine>().Probe();
        return new LocalEngine(info.LibraryPath, info.Version, [.. info.Providers], info.Fault);
    }

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();
}
