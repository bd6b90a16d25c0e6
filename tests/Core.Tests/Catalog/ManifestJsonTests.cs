using System.Text.Json.Nodes;
using Tollama.Core.Catalog;

namespace Tollama.Core.Tests.Catalog;

public sealed class ManifestJsonTests
{
    [Fact]
    public void A_record_survives_writing_and_reading()
    {
        var manifest = new ModelManifest
        {
            Name = "moirai",
            Family = "uni2ts",
            Source = new ModelSource("huggingface", "org/name", "main"),
            CommitSha = "abc",
            SnapshotPath = "/x",
            SizeBytes = 12,
            PulledAt = "2026-01-01T00:00:00Z",
            InstalledAt = "2025-01-01T00:00:00Z",
            Licence = new ModelLicence { Type = "mit", NeedsAcceptance = true, Accepted = true, Notice = "read me" },
            Capabilities = new ModelCapabilities { PastCovariatesNumeric = true },
        };

        var copy = ManifestJson.Read(ManifestJson.Write(manifest), "other");

        Assert.Equal(manifest, copy);
    }

    [Fact]
    public void An_older_record_gives_digest_and_size_from_its_top_level()
    {
        var manifest = Read("""{"name":"x","family":"mock","digest":"d1","size":7}""");

        Assert.Equal("d1", manifest.CommitSha);
        Assert.Equal(7, manifest.SizeBytes);
    }

    [Fact]
    public void A_record_without_family_is_read_with_an_empty_one()
    {
        var manifest = Read("""{"family":3,"source":[],"license":"mit"}""");

        Assert.Equal("folder", manifest.Name);
        Assert.Equal(string.Empty, manifest.Family);
        Assert.True(manifest.Licence.Accepted);
    }

    private static ModelManifest Read(string json) => ManifestJson.Read((JsonObject)JsonNode.Parse(json)!, "folder");
}
