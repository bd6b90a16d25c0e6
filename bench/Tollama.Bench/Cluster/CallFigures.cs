using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Hosting;
using Tollama.Actors.Membership;
using Tollama.Bench.Generated;
using Tollama.Testing;

namespace Tollama.Bench.Cluster;

/// <summary>A call of a grain in the process, and from a gateway to a silo over loopback, one at a time.</summary>
internal static class CallFigures
{
    private const int LocalCalls = 300_000;
    private const int RemoteCalls = 3_000;

    public static async Task PrintAsync()
    {
        await PrintLocalAsync();
        var postgres = new PrivatePostgres();
        await postgres.InitializeAsync();
        try
        {
            string database = await postgres.AddDatabaseAsync();
            using var silo = await StartAsync(services =>
                services.AddClusteredActors(Options("one"), Member(database, "one", SiloRole.Silo)));
            using var gate = await StartAsync(services =>
                services.AddClusteredActors(Options("gate"), Member(database, "gate", SiloRole.Gateway)));
            var grain = gate.Services.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>("a");
            await using var bare = await BareEcho.StartAsync();
            await PrintRemoteAsync(grain, bare, "64 B", new double[8]);
            await PrintRemoteAsync(grain, bare, "64 KB", new double[8192]);
            await gate.StopAsync();
            await silo.StopAsync();
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static async Task PrintLocalAsync()
    {
        using var host = await StartAsync(services => services.AddActors(Options("alone")));
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>("a");
        await PingAsync(grain);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long began = Stopwatch.GetTimestamp();
        await PingAsync(grain);
        double each = Stopwatch.GetElapsedTime(began).TotalMicroseconds / LocalCalls;
        double bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / LocalCalls;
        ClusterBenchmark.Print($"call in the process: {each:F2} µs, {bytes:F0} bytes allocated");
        await host.StopAsync();
    }

    private static async Task PingAsync(IEchoGrain grain)
    {
        for (int i = 0; i < LocalCalls; i++)
        {
            await grain.PingAsync();
        }
    }

    /// <summary>A call and a bare exchange in turn, so that what else the machine does falls on both alike.</summary>
    private static async Task PrintRemoteAsync(IEchoGrain grain, BareEcho bare, string size, double[] numbers)
    {
        var times = new List<double>();
        var bareTimes = new List<double>();
        byte[] bytes = new byte[numbers.Length * sizeof(double)];
        for (int i = -4 * RemoteCalls; i < RemoteCalls; i++) // the first ones warm up
        {
            long began = Stopwatch.GetTimestamp();
            _ = await grain.EchoAsync(numbers);
            double took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            began = Stopwatch.GetTimestamp();
            await bare.ExchangeAsync(bytes);
            if (i >= 0)
            {
                times.Add(took);
                bareTimes.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }
        }

        double half = ClusterBenchmark.Percentile(times, 0.5);
        double bareHalf = ClusterBenchmark.Percentile(bareTimes, 0.5);
        double most = ClusterBenchmark.Percentile(times, 0.99);
        ClusterBenchmark.Print($"call between silos, {size} there and back: p50 {half:F0} µs, p99 {most:F0} µs");
        ClusterBenchmark.Print(
            $"bare HTTP/2 exchange of {size} in turn with it: p50 {bareHalf:F0} µs, so the call is {half / bareHalf:F2}"
        );
    }

    private static async Task<IHost> StartAsync(Action<IServiceCollection> addActors)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IGrainTypes, GrainTypes>();
        addActors(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static ActorsOptions Options(string name) => new() { StateDirectory = Path.GetTempPath(), SiloName = name };

    private static ClusterOptions Member(string database, string name, SiloRole role) => new()
    {
        Database = database,
        Name = name,
        Listen = $"127.0.0.1:{FreePort.Next()}",
        Secret = "secret of this measurement",
        Role = role,
    };
}
