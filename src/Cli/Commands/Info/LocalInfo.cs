using System.Text.Json.Nodes;
using Tollama.Cli.Commands.Serve;
using Tollama.Core.Catalog;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Commands.Info;

/// <summary>The diagnostics that can be had without a daemon (contract/cli §3.5).</summary>
internal static class LocalInfo
{
    /// <summary>The document.</summary>
    public static JsonObject Collect(CliContext context)
    {
        var file = new ConfigFile(context.Home);
        var snapshot = file.Read();
        using var catalog = new LocalCatalog(context);
        return new JsonObject
        {
            ["daemon"] = new JsonObject
            {
                ["version"] = null,
                ["started_at"] = null,
                ["uptime_seconds"] = null,
                ["host_binding"] = null,
            },
            ["paths"] = Diagnostics.Paths(context.Home, file, snapshot),
            ["config"] = Diagnostics.Config(snapshot),
            ["env"] = Diagnostics.Variables(context.Environment),
            ["pull_defaults"] = Diagnostics.PullSettings(snapshot, context.Environment),
            ["models"] = new JsonObject
            {
                ["installed"] = new JsonArray([.. catalog.Store.Installed().Select(Installed)]),
                ["loaded"] = new JsonArray(),
                ["available"] = new JsonArray(
                    [.. catalog.Store.Registry().Where(entry => !entry.IsBuiltIn).Select(Available)]),
            },
            ["runners"] = new JsonArray(),
        };
    }

    private static JsonObject Installed(ModelManifest manifest)
    {
        var json = new JsonObject
        {
            ["name"] = manifest.Name,
            ["family"] = manifest.Family,
            ["digest"] = manifest.CommitSha,
            ["size"] = manifest.SizeBytes,
            ["modified_at"] = manifest.PulledAt ?? manifest.InstalledAt,
        };
        return WithCapabilities(json, manifest.Capabilities);
    }

    private static JsonObject Available(RegistryEntry entry) => WithCapabilities(
        new JsonObject { ["name"] = entry.Name, ["family"] = entry.Family }, entry.Capabilities);

    private static JsonObject WithCapabilities(JsonObject json, ModelCapabilities? capabilities)
    {
        if (capabilities is not null)
        {
            json["capabilities"] = ManifestJson.WriteCapabilities(capabilities);
        }

        return json;
    }
}
