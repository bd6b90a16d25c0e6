using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Catalog;
using Tollama.Silo;

namespace Tollama.Cli.Commands.Serve;

/// <summary>The models of this machine's state folder, for commands that need no daemon.</summary>
internal sealed class LocalCatalog : IDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Opens the state folder; nothing is created.</summary>
    /// <exception cref="Core.Errors.TollamaException">Misconfigured: an environment variable cannot be used.</exception>
    public LocalCatalog(CliContext context) => _services = new ServiceCollection()
        .AddLogging()
        .AddSilo(new SiloOptions { Home = context.Home, Environment = context.Environment })
        .BuildServiceProvider();

    /// <summary>Registry and install records.</summary>
    public IModelStore Store => _services.GetRequiredService<IModelStore>();

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();
}
