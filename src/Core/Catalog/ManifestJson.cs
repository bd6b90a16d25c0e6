using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Core.Catalog;

/// <summary>
/// Install records as JSON (storage-and-config §2). Reading is tolerant: records of older versions lack members, and a
/// record without a family is still listed, so that its owner can see and remove it.
/// </summary>
public static class ManifestJson
{
    /// <summary>
    /// The record as the contract lays it out; <c>metadata</c> and <c>capabilities</c> only where it has them.
    /// </summary>
    public static JsonObject Write(ModelManifest manifest)
    {
        var json = new JsonObject
        {
            ["name"] = manifest.Name,
            ["family"] = manifest.Family,
            ["source"] = WriteSource(manifest.Source),
            ["resolved"] = WriteResolved(manifest),
            ["size_bytes"] = manifest.SizeBytes,
            ["pulled_at"] = manifest.PulledAt,
            ["installed_at"] = manifest.InstalledAt,
            ["license"] = WriteLicence(manifest.Licence),
        };
        if (manifest.Metadata is { } metadata)
        {
            json["metadata"] = metadata.DeepClone();
        }

        if (manifest.Capabilities is { } capabilities)
        {
            json["capabilities"] = WriteCapabilities(capabilities);
        }

        return json;
    }

    /// <summary><c>{type, repo_id, revision}</c>.</summary>
    public static JsonObject WriteSource(ModelSource source) => new()
    {
        ["type"] = source.Type,
        ["repo_id"] = source.RepoId,
        ["revision"] = source.Revision,
    };

    /// <summary><c>{commit_sha, snapshot_path}</c>, both null before a pull.</summary>
    public static JsonObject WriteResolved(ModelManifest manifest) => new()
    {
        ["commit_sha"] = manifest.CommitSha,
        ["snapshot_path"] = manifest.SnapshotPath,
    };

    /// <summary><c>{type, needs_acceptance, accepted, accepted_at, notice?}</c>.</summary>
    public static JsonObject WriteLicence(ModelLicence licence)
    {
        var json = new JsonObject
        {
            ["type"] = licence.Type,
            ["needs_acceptance"] = licence.NeedsAcceptance,
            ["accepted"] = licence.Accepted,
            ["accepted_at"] = licence.AcceptedAt,
        };
        if (licence.Notice is { } notice)
        {
            json["notice"] = notice;
        }

        return json;
    }

    /// <summary>The five booleans.</summary>
    public static JsonObject WriteCapabilities(ModelCapabilities capabilities) => new()
    {
        ["past_covariates_numeric"] = capabilities.PastCovariatesNumeric,
        ["past_covariates_categorical"] = capabilities.PastCovariatesCategorical,
        ["future_covariates_numeric"] = capabilities.FutureCovariatesNumeric,
        ["future_covariates_categorical"] = capabilities.FutureCovariatesCategorical,
        ["static_covariates"] = capabilities.StaticCovariates,
    };

    /// <summary>Reads a record.</summary>
    /// <param name="json">The document.</param>
    /// <param name="folderName">Name of its folder, where the record itself names none.</param>
    public static ModelManifest Read(JsonObject json, string folderName)
    {
        string name = Text(json, "name") ?? folderName;
        var source = json["source"] as JsonObject ?? [];
        var resolved = json["resolved"] as JsonObject ?? [];
        return new ModelManifest
        {
            Name = name,
            Family = Text(json, "family") ?? string.Empty,
            Source = new ModelSource(
                Text(source, "type") ?? "local", Text(source, "repo_id") ?? name, Text(source, "revision") ?? "main"),
            CommitSha = Text(resolved, "commit_sha") ?? Text(json, "digest"),
            SnapshotPath = Text(resolved, "snapshot_path"),
            SizeBytes = Integer(json, "size_bytes") ?? Integer(json, "size") ?? 0,
            PulledAt = Text(json, "pulled_at"),
            InstalledAt = Text(json, "installed_at"),
            Licence = ReadLicence(json["license"] as JsonObject ?? []),
            Metadata = json["metadata"]?.DeepClone() as JsonObject,
            Capabilities = json["capabilities"] is JsonObject capabilities ? ReadCapabilities(capabilities) : null,
        };
    }

    /// <summary>Reads the five booleans; what is absent is false.</summary>
    public static ModelCapabilities ReadCapabilities(JsonObject json) => new()
    {
        PastCovariatesNumeric = Flag(json, "past_covariates_numeric"),
        PastCovariatesCategorical = Flag(json, "past_covariates_categorical"),
        FutureCovariatesNumeric = Flag(json, "future_covariates_numeric"),
        FutureCovariatesCategorical = Flag(json, "future_covariates_categorical"),
        StaticCovariates = Flag(json, "static_covariates"),
    };

    private static ModelLicence ReadLicence(JsonObject json)
    {
        bool needsAcceptance = Flag(json, "needs_acceptance");
        return new ModelLicence
        {
            Type = Text(json, "type") ?? "unknown",
            NeedsAcceptance = needsAcceptance,
            Accepted = Flag(json, "accepted") || !needsAcceptance,
            AcceptedAt = Text(json, "accepted_at"),
            Notice = Text(json, "notice"),
        };
    }

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private static bool Flag(JsonObject json, string name) =>
        json[name] is { } value && value.GetValueKind() == JsonValueKind.True;

    private static long? Integer(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;
}
