using System.Diagnostics;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Gateway.Routes;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Health;

/// <summary>
/// Whether this gateway can do its work now (contract/http-api §18.3): models reachable, room on the disk.
/// </summary>
internal sealed class ReadinessReport(GatewayOptions options, IGrainFactory grains, TimeProvider time)
{
    private const long LeastFreeBytes = 100L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The document as things stand now.</summary>
    public async Task<JsonObject> CreateAsync(CancellationToken cancellationToken)
    {
        var runners = await CheckAsync(() => CountRunnersAsync(cancellationToken));
        var disk = await CheckAsync(() => Task.FromResult(MeasureDisk()));
        bool isHealthy = (bool)runners["healthy"]! && (bool)disk["healthy"]!; // both are always there
        return new JsonObject
        {
            ["status"] = isHealthy ? "ok" : "degraded",
            ["healthy"] = isHealthy,
            ["runner_manager"] = runners,
            ["disk"] = disk,
            // This daemon has no connectors of its own: the switch shows an empty list of them.
            ["connectors"] = options.Environment.Flag("TOLLAMA_USE_LIVE_CONNECTORS") == true ? new JsonObject() : null,
        };
    }

    private async Task<JsonObject> CheckAsync(Func<Task<JsonObject>> check)
    {
        long started = time.GetTimestamp();
        JsonObject found;
        try
        {
            found = await check();
        }
        catch (Exception fault)
            when (fault is TollamaException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            found = new JsonObject { ["healthy"] = false, ["error"] = fault.Message };
        }

        found.TryAdd("healthy", true);
        found.TryAdd("error", null);
        found["latency_ms"] = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3);
        return found;
    }

    private async Task<JsonObject> CountRunnersAsync(CancellationToken cancellationToken)
    {
        var registry = await grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog).RegistryAsync()
            .WaitAsync(Patience, time, cancellationToken);
        var loaded = await grains.GetGrain<ILoadedModelsGrain>(GrainKeys.Loaded).ListAsync()
            .WaitAsync(Patience, time, cancellationToken);
        return new JsonObject
        {
            ["configured_runners"] = registry.Select(entry => entry.Family).Distinct(StringComparer.Ordinal).Count(),
            ["running_runners"] = loaded.Select(model => model.Family).Distinct(StringComparer.Ordinal).Count(),
            ["restart_total"] = 0,
        };
    }

    private JsonObject MeasureDisk()
    {
        // The state folder is made when something is first written to it; its disk is that of the folder above.
        string folder = options.Home;
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new UnreachableException("the root folder always exists");
        }

        long free = new DriveInfo(folder).AvailableFreeSpace;
        var report = new JsonObject
        {
            ["path"] = options.Home,
            ["free_bytes"] = free,
            ["healthy"] = free >= LeastFreeBytes,
        };
        if (free < LeastFreeBytes)
        {
            report["error"] = FormattableString.Invariant(
                $"{free} bytes are free; at least {LeastFreeBytes} are needed.");
        }

        return report;
    }
}
