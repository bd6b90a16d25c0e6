using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Hosting;
using Tollama.Actors.Tests.Generated;
using Tollama.Testing;

namespace Tollama.Actors.Tests.Kit;

/// <summary>An embedded silo with the grains of this assembly.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("tollama-silo-");

    public TestSilo(Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Journal);
        services.AddActors(new ActorsOptions { StateDirectory = _folder.FullName });
        services.AddSingleton<IGrainTypes, GrainTypes>();
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public ManualTimeProvider Clock { get; } = new();

    public Journal Journal { get; } = new();

    public string StateDirectory => _folder.FullName;

    public ActivationCatalog Catalog => _services.GetRequiredService<ActivationCatalog>();

    public TGrain GetGrain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => _services.GetRequiredService<IGrainFactory>().GetGrain<TGrain>(key);

    public async Task StopAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await hosted.StoppedAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
