using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Hosting;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Core.Persistence;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
using Tollama.Testing;

namespace Tollama.Grains.Tests.Kit;

/// <summary>The grains of one embedded daemon over toy models.</summary>
internal sealed class TestDaemon : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tollama-grains-");

    public TestDaemon(Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IForecasterFactory>(Models);
        services.AddSingleton<IModelStore>(Store);
        services.AddSingleton<IWeightSource>(Weights);
        services.AddSingleton<IDeviceInventory>(Devices);
        services.AddSingleton<IClusterView, TestCluster>();
        configure?.Invoke(services);
        services.TryAddSingleton<ISharedNotes>(new TestNotes()); // no file is written while the folder is removed
        services.AddActors(new ActorsOptions { StateDirectory = _folder.FullName });
        services.AddGrains();
        _services = services.BuildServiceProvider();
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public ManualTimeProvider Clock { get; } = new();

    public TestModels Models { get; } = new();

    public TestDevices Devices { get; } = new();

    public TestStore Store { get; } = new();

    public TestWeights Weights { get; } = new();

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public ILoadedModelsGrain Loaded => Grains.GetGrain<ILoadedModelsGrain>("loaded");

    public Task<ForecastResult> ForecastAsync(
        string model,
        double last = 1,
        int series = 1,
        TimeSpan? keepAlive = null,
        string family = "toy",
        string key = "anonymous",
        TimeSpan? timeLimit = null,
        CancellationToken cancellationToken = default) =>
        Grains
            .GetGrain<IModelGrain>(model)
            .ForecastAsync(
                new ForecastCall(
                    TestModels.Artifact(model, family),
                    TestModels.Request(model, last, series),
                    keepAlive,
                    key,
                    TimeLimit: timeLimit),
                cancellationToken)
            .WaitAsync(Patience, CancellationToken.None);

    public async Task<string[]> LoadedNamesAsync() => [.. (await Loaded.ListAsync()).Select(model => model.Name)];

    /// <summary>Its first device as it is now.</summary>
    public Task<DeviceReport> DeviceAsync() =>
        Grains.GetGrain<IDeviceGrain>(DeviceKey.Format("local", Devices.All[0].Id.ToString())).DescribeAsync();

    public async Task StopAsync()
    {
        var all = _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().ToArray();
        foreach (var hosted in all)
        {
            await hosted.StoppingAsync(CancellationToken.None);
        }

        foreach (var hosted in all)
        {
            await hosted.StoppedAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits for something that the product does in the background and announces nowhere.</summary>
    public static Task EventuallyAsync(Func<bool> condition, string what) =>
        EventuallyAsync(() => Task.FromResult(condition()), what);

    /// <inheritdoc cref="EventuallyAsync(Func{bool}, string)"/>
    public static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, $"waited {Patience} for: {what}");
            await Task.Delay(5, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
