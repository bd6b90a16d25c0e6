using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Hosting;
using Tollama.Actors.Membership;
using Tollama.Actors.Transport;
using Tollama.Cluster.Tests.Generated;
using Tollama.Testing;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>One member of a test cluster.</summary>
internal sealed class TestMember : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isDisposed;

    public TestMember(
        string database,
        string name,
        SiloRole role,
        string secret,
        ClusterHistory history,
        Func<Http2Options, Http2Options> transport)
    {
        Name = name;
        Probe = new SiloProbe(name, history);
        Endpoint = $"127.0.0.1:{FreePort.Next()}";
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Services.AddSingleton(Probe);
        builder.Services.AddSingleton<IGrainTypes, GrainTypes>();
        builder.Services.AddClusteredActors(
            new ActorsOptions { StateDirectory = Path.GetTempPath(), SiloName = name },
            new ClusterOptions
            {
                Database = database,
                Name = name,
                Listen = Endpoint,
                Secret = secret,
                Role = role,
                Membership = Times,
            });
        builder.Services.AddSingleton(transport(new Http2Options
        {
            Secret = secret,
            Listen = Endpoint,
            ConnectTimeout = Times.RequestTimeout,
            PingAfter = Times.Lease,
        }));
        _host = builder.Build();
    }

    /// <summary>Long enough for a machine that is busy with other tests: nothing here is about time.</summary>
    public static MembershipOptions Times { get; } = new()
    {
        Lease = TimeSpan.FromSeconds(15),
        RequestTimeout = TimeSpan.FromSeconds(5),
    };

    public string Name { get; }

    public string Endpoint { get; }

    public SiloProbe Probe { get; }

    public bool IsRunning { get; private set; }

    public ClusterParts Parts => _host.Services.GetRequiredService<ClusterParts>();

    public TGrain GetGrain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<TGrain>(key);

    public string[] ActiveSilos() =>
        [.. Parts.Members.View.Members.Where(member => member.TakesActivations).Select(member => member.Name).Order()];

    public async Task StartAsync()
    {
        await _host.StartAsync();
        IsRunning = true;
    }

    public async Task StopAsync()
    {
        IsRunning = false;
        await _host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (IsRunning)
        {
            await StopAsync();
        }

        _host.Dispose();
        await ValueTask.CompletedTask;
    }
}
