using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tollama.Core.Configuration;
using Tollama.Silo;

namespace Tollama.Gateway.Tests.Fixtures;

/// <summary>
/// A daemon as users run it: real Kestrel on a free port, gateway and silo in this process, a fresh state folder.
/// </summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayServer(WebApplication app, string home)
    {
        _app = app;
        Home = home;
        string address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        Client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <summary>State folder, removed with the server.</summary>
    public string Home { get; }

    /// <summary>A client of this server.</summary>
    public HttpClient Client { get; }

    /// <summary>Everything the server can resolve.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Makes an empty state folder.</summary>
    public static string NewHome() => Directory.CreateTempSubdirectory("tollama-gateway-").FullName;

    /// <summary>Starts a server on a fresh state folder.</summary>
    public static Task<GatewayServer> StartAsync(params (string Name, string Value)[] environment) =>
        StartAsync(NewHome(), environment.ToDictionary(pair => pair.Name, pair => pair.Value));

    /// <summary>Starts a server on a prepared state folder.</summary>
    public static async Task<GatewayServer> StartAsync(
        string home,
        IReadOnlyDictionary<string, string> variables,
        Action<IServiceCollection>? configure = null,
        string devices = "auto")
    {
        var all = new Dictionary<string, string>(variables)
        {
            ["TOLLAMA_HOME"] = home,
            ["TOLLAMA_HOST"] = "127.0.0.1:1",
        };
        var environment = new ProcessEnvironment(all);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSilo(new SiloOptions { Home = home, Environment = environment, Devices = devices });
        builder.Services.AddGateway(new GatewayOptions { Home = home, Environment = environment });
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync();
        return new GatewayServer(app, home);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }
}
