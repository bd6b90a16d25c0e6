using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Configuration;
using Tollama.Gateway.Routes.Models;
using Tollama.Gateway.Telemetry;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Info;

/// <summary>Builds the document of <c>GET /api/info</c> (contract/http-api §12.2). Secrets never get into it.</summary>
internal sealed class InfoReport(
    GatewayOptions options, ConfigFile config, IGrainFactory grains, RunnerActivity activity, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>The document as things stand now.</summary>
    public async Task<JsonObject> CreateAsync()
    {
        var catalog = grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog);
        var installed = await catalog.InstalledAsync();
        var registry = await catalog.RegistryAsync();
        var loaded = await grains.GetGrain<ILoadedModelsGrain>(GrainKeys.Loaded).ListAsync();
        var available = registry.Where(entry => !entry.IsBuiltIn).OrderBy(entry => entry.Name, StringComparer.Ordinal);
        var snapshot = config.Read();
        return new JsonObject
        {
            ["daemon"] = Daemon(),
            ["paths"] = Diagnostics.Paths(options.Home, config, snapshot),
            ["config"] = Diagnostics.Config(snapshot),
            ["env"] = Diagnostics.Variables(options.Environment),
            ["pull_defaults"] = Diagnostics.PullSettings(snapshot, options.Environment),
            ["models"] = new JsonObject
            {
                ["installed"] = new JsonArray([.. installed.Select(ModelDocuments.Installed)]),
                ["loaded"] = new JsonArray([.. loaded.Select(ModelDocuments.Loaded)]),
                ["available"] = new JsonArray([.. available.Select(ModelDocuments.Available)]),
            },
            ["runners"] = new JsonArray([.. Runners(registry, loaded)]),
        };
    }

    private JsonObject Daemon() =>
        new()
        {
            ["version"] = options.Version,
            ["started_at"] = ModelDocuments.Time(_startedAt),
            ["uptime_seconds"] = (long)(time.GetUtcNow() - _startedAt).TotalSeconds,
            ["host_binding"] =
                options.Environment.Text("TOLLAMA_EFFECTIVE_HOST_BINDING") ?? $"{options.Host}:{options.Port}",
        };

    /// <summary>
    /// Families in the place of the original's child processes: all are there from the start, one "runs" while a model
    /// of it is loaded, and none is ever restarted.
    /// </summary>
    private IEnumerable<JsonObject> Runners(IReadOnlyList<RegistryEntry> registry, IReadOnlyList<LoadedModel> loaded)
    {
        var running = loaded.Select(model => model.Family).ToHashSet(StringComparer.Ordinal);
        foreach (string family in registry.Select(entry => entry.Family).Distinct().Order(StringComparer.Ordinal))
        {
            bool isRunning = running.Contains(family);
            var (startedAt, lastUsedAt) = activity.Of(family);
            yield return new JsonObject
            {
                ["family"] = family,
                ["command"] = new JsonArray(),
                ["installed"] = true,
                ["running"] = isRunning,
                ["pid"] = isRunning ? Environment.ProcessId : null,
                ["started_at"] = isRunning ? ModelDocuments.Time(startedAt) : null,
                ["last_used_at"] = ModelDocuments.Time(lastUsedAt),
                ["restarts"] = 0,
                ["last_error"] = null,
            };
        }
    }
}
