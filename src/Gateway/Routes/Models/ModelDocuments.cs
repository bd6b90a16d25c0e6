using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Models;

/// <summary>How models look on the wire (contract/http-api §12.2–§12.3).</summary>
internal static class ModelDocuments
{
    private const string UnknownTime = "1970-01-01T00:00:00Z";

    /// <summary>An entry of <c>GET /api/tags</c>.</summary>
    public static JsonObject Tag(ModelManifest manifest) => new()
    {
        ["name"] = manifest.Name,
        ["model"] = manifest.Name,
        ["modified_at"] = ModifiedAt(manifest) ?? UnknownTime,
        ["size"] = manifest.SizeBytes,
        ["digest"] = manifest.CommitSha ?? string.Empty,
        ["details"] = new JsonObject
        {
            ["format"] = "tollama",
            ["family"] = manifest.Family,
            ["families"] = new JsonArray(manifest.Family),
            ["parameter_size"] = string.Empty,
            ["quantization_level"] = string.Empty,
        },
    };

    /// <summary>
    /// The document of <c>GET /api/ps</c>; models that are about to be loaded are not among the loaded ones, so that
    /// who knows nothing of them sees what the contract shows.
    /// </summary>
    public static JsonObject Running(IEnumerable<LoadedModel> loaded, IReadOnlyList<ComingModel> coming)
    {
        var document = new JsonObject { ["models"] = new JsonArray([.. loaded.Select(Running)]) };
        if (coming.Count > 0)
        {
            document["coming"] = new JsonArray([.. coming.Select(Coming)]);
        }

        return document;
    }

    /// <summary>An entry of <c>GET /api/ps</c>.</summary>
    public static JsonObject Running(LoadedModel model) => new()
    {
        ["name"] = model.Name,
        ["model"] = model.Name,
        ["expires_at"] = Time(model.ExpiresAt),
        ["size"] = model.SizeBytes,
        ["size_vram"] = model.Devices.Any(IsAccelerator) ? model.SizeBytes : 0,
        ["context_length"] = 0,
        ["details"] = new JsonObject { ["family"] = model.Family },
        ["pinned"] = model.IsPinned,
        ["silo"] = Place(model.Devices[0]).Silo,
        ["device"] = Place(model.Devices[0]).Device,
        ["copies"] = new JsonArray([.. model.Devices.Select(Place).Select(copy => new JsonObject
        {
            ["silo"] = copy.Silo,
            ["device"] = copy.Device,
        })]),
    };

    /// <summary>An entry of <c>coming</c> in <c>GET /api/ps</c>.</summary>
    private static JsonObject Coming(ComingModel model) => new()
    {
        ["name"] = model.Name,
        ["model"] = model.Name,
        ["state"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(model.State.ToString()),
        ["size"] = model.SizeBytes,
        ["details"] = new JsonObject { ["family"] = model.Family },
        ["silo"] = Place(model.Device).Silo,
        ["device"] = Place(model.Device).Device,
    };

    /// <summary>An entry of <c>models.loaded</c> in <c>GET /api/info</c>.</summary>
    public static JsonObject Loaded(LoadedModel model) => new()
    {
        ["name"] = model.Name,
        ["model"] = model.Name,
        ["family"] = model.Family,
        ["expires_at"] = Time(model.ExpiresAt),
    };

    /// <summary>An entry of <c>models.installed</c> in <c>GET /api/info</c>.</summary>
    public static JsonObject Installed(ModelManifest manifest)
    {
        var json = new JsonObject
        {
            ["name"] = manifest.Name,
            ["family"] = manifest.Family,
            ["digest"] = manifest.CommitSha,
            ["size"] = manifest.SizeBytes,
            ["modified_at"] = ModifiedAt(manifest),
        };
        if (manifest.Capabilities is { } capabilities)
        {
            json["capabilities"] = ManifestJson.WriteCapabilities(capabilities);
        }

        return json;
    }

    /// <summary>An entry of <c>models.available</c> in <c>GET /api/info</c>.</summary>
    public static JsonObject Available(RegistryEntry entry)
    {
        var json = new JsonObject
        {
            ["name"] = entry.Name,
            ["family"] = entry.Family,
            ["source"] = ManifestJson.WriteSource(entry.Source),
        };
        if (entry.Capabilities is { } capabilities)
        {
            json["capabilities"] = ManifestJson.WriteCapabilities(capabilities);
        }

        return json;
    }

    /// <summary>An entry of <c>available</c> or <c>builtin</c> in <c>GET /v1/models</c>.</summary>
    /// <param name="entry">The registry's entry.</param>
    /// <param name="installed">Its install record, if there is one.</param>
    public static JsonObject Listed(RegistryEntry entry, ModelManifest? installed)
    {
        bool accepted = installed?.Licence.Accepted ?? !entry.Licence.NeedsAcceptance;
        return Listed(
            entry.Name,
            entry.Family,
            installed is not null || entry.IsBuiltIn,
            entry.Licence with { Accepted = accepted },
            entry.Source,
            entry.Metadata,
            entry.Capabilities);
    }

    /// <summary>An entry of <c>installed</c> in <c>GET /v1/models</c>.</summary>
    public static JsonObject Listed(ModelManifest manifest) =>
        Listed(
            manifest.Name,
            manifest.Family,
            true,
            manifest.Licence,
            manifest.Source,
            manifest.Metadata,
            manifest.Capabilities);

    /// <summary>The answer of <c>POST /api/show</c>.</summary>
    public static JsonObject Shown(ModelManifest manifest) => new()
    {
        ["name"] = manifest.Name,
        ["model"] = manifest.Name,
        ["family"] = manifest.Family,
        ["source"] = ManifestJson.WriteSource(manifest.Source),
        ["resolved"] = ManifestJson.WriteResolved(manifest),
        ["digest"] = manifest.CommitSha ?? string.Empty,
        ["size"] = manifest.SizeBytes,
        ["snapshot_path"] = Directory.Exists(manifest.SnapshotPath) ? manifest.SnapshotPath : null,
        ["license"] = ManifestJson.WriteLicence(manifest.Licence),
        ["modelfile"] = string.Empty,
        ["parameters"] = string.Empty,
    };

    /// <summary>A built-in model: nothing to pull, and its options under <c>metadata</c>.</summary>
    public static JsonObject Shown(RegistryEntry entry)
    {
        var shown = Shown(new ModelManifest
        {
            Name = entry.Name,
            Family = entry.Family,
            Source = entry.Source,
            CommitSha = "builtin",
            Licence = entry.Licence,
        });
        shown["metadata"] = entry.Metadata?.DeepClone();
        return shown;
    }

    /// <summary>
    /// A time of ours as the contract writes it: UTC with <c>Z</c>, microseconds when they are not zero.
    /// </summary>
    public static string? Time(DateTimeOffset? time)
    {
        if (time is not { } moment)
        {
            return null;
        }

        bool isWhole = moment.UtcTicks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond == 0;
        return moment.UtcDateTime.ToString(
            isWhole ? "yyyy-MM-ddTHH:mm:ss'Z'" : "yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }

    private static JsonObject Listed(
        string name,
        string family,
        bool installed,
        ModelLicence licence,
        ModelSource source,
        JsonObject? metadata,
        ModelCapabilities? capabilities)
    {
        var terms = new JsonObject
        {
            ["type"] = licence.Type,
            ["needs_acceptance"] = licence.NeedsAcceptance,
            ["accepted"] = licence.Accepted,
        };
        if (licence.Notice is { } notice)
        {
            terms["notice"] = notice;
        }

        return new JsonObject
        {
            ["name"] = name,
            ["family"] = family,
            ["installed"] = installed,
            ["license"] = terms,
            ["source"] = ManifestJson.WriteSource(source),
            ["metadata"] = metadata?.DeepClone() ?? new JsonObject(),
            ["capabilities"] = capabilities is null ? new JsonObject() : ManifestJson.WriteCapabilities(capabilities),
        };
    }

    /// <summary>When the model was last pulled, else installed; null where neither is a time.</summary>
    private static string? ModifiedAt(ModelManifest manifest)
    {
        bool isTime = DateTimeOffset.TryParse(
            manifest.PulledAt ?? manifest.InstalledAt,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time);
        return isTime ? Time(time) : null;
    }

    private static (string Silo, string Device) Place(string copy)
    {
        string[] parts = copy.Split('/', 2);
        return (parts[0], parts[1]);
    }

    private static bool IsAccelerator(string copy) => !Place(copy).Device.StartsWith("cpu", StringComparison.Ordinal);
}
