using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tollama.Actors.Abstractions;
using Tollama.Core.Catalog;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests;

public sealed class SiloModuleTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSilo(new SiloOptions
        {
            Home = _home.FullPath,
            Environment = new ProcessEnvironment([]),
            Devices = "sim:1x1GiB",
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task A_model_pulled_through_its_grain_is_in_the_catalogue()
    {
        var grains = _host.Services.GetRequiredService<IGrainFactory>();
        var request = new PullRequest { Model = "mock" };

        var events = await grains.GetGrain<IPullGrain>("mock").PullAsync(request, default).ToListAsync();

        Assert.Equal("success", events[^1].Status);
        var installed = await grains.GetGrain<ICatalogGrain>("catalog").InstalledAsync();
        Assert.Equal("mock", Assert.Single(installed).Name);
    }

    [Fact]
    public async Task Built_in_models_and_registry_entries_are_in_the_catalogue()
    {
        var grains = _host.Services.GetRequiredService<IGrainFactory>();

        var registry = await grains.GetGrain<ICatalogGrain>("catalog").RegistryAsync();

        Assert.Contains(registry, entry => entry is { Name: "chronos2", IsBuiltIn: false });
        Assert.Contains(registry, entry => entry is { Name: "seasonal-naive", IsBuiltIn: true });
    }

    [Fact]
    public async Task A_model_whose_terms_nobody_accepted_is_not_loaded()
    {
        var store = _host.Services.GetRequiredService<IModelStore>();
        store.Register("moirai-2.0-R-small", acceptLicence: true);
        string manifest = _home.At("models", "moirai-2.0-R-small", "manifest.json");
        string text = await File.ReadAllTextAsync(manifest);
        await File.WriteAllTextAsync(
            manifest,
            text.Replace("\"accepted\": true", "\"accepted\": false", StringComparison.Ordinal));
        var installed = store.Find("moirai-2.0-R-small")!;
        var artifact = new ModelArtifact
        {
            Name = installed.Name,
            Family = installed.Family,
            Source = installed.Source,
        };

        var fault = await Assert.ThrowsAsync<TollamaException>(async () =>
            await _host.Services.GetRequiredService<IForecasterFactory>().CreateAsync(artifact, DeviceId.Cpu, default));

        Assert.Equal(ErrorCode.LicenceRequired, fault.Code);
    }

    [Fact]
    public async Task A_model_on_a_simulated_device_is_accounted_until_it_is_unloaded()
    {
        var device = _host.Services.GetRequiredService<IDeviceInventory>().Devices[0].Id;
        var source = new ModelSource("builtin", "seasonal-naive", "builtin");
        var artifact = new ModelArtifact { Name = "seasonal-naive", Family = "baseline", Source = source };

        var forecaster = await _host
            .Services.GetRequiredService<IForecasterFactory>()
            .CreateAsync(artifact, device, default);

        Assert.Equal("sim:0", forecaster.Traits.Device);
        Assert.Equal(forecaster.Traits.ResidentBytes, Used());
        await forecaster.DisposeAsync();
        await forecaster.DisposeAsync();
        Assert.Equal(0, Used());
        long? Used() => _host.Services.GetRequiredService<IDeviceInventory>().Measure(device).UsedBytes;
    }
}
