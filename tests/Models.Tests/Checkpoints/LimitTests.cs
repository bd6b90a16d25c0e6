using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Checkpoints;

/// <summary>What a checkpoint's config forbids is refused before anything is loaded.</summary>
public sealed class LimitTests
{
    private static readonly ModelFamilies Families = ModelFamilies.All(Golden.Engine);

    [Theory]
    // its context is shorter than one pass, so that it cannot go on from its own forecast
    [InlineData("chronos-2", "chronos2")]
    [InlineData("granite-ttm", "granite-ttm-r2")]
    public void A_horizon_beyond_the_checkpoint_is_refused_by_its_config_alone(string family, string template)
    {
        string config = Families.Families.OfType<INetworkFamily>().Single(one => one.Name == family)
            .Templates.First(one => one.Name == template).Config
            .Replace("\"context_length\": 8192", "\"context_length\": 512", StringComparison.Ordinal);
        string folder = Directory.CreateTempSubdirectory("tollama-limit-").FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        var artifact = Artifact(folder);

        var refused = Assert.Throws<TollamaException>(() => Families.Check(artifact, Request(horizon: 100_000)));

        Assert.Equal(ErrorCode.BadRequest, refused.Code);
        Assert.Contains("100000", refused.Message, StringComparison.Ordinal);
        Families.Check(artifact, Request(horizon: 24));
        Directory.Delete(folder, recursive: true);
    }

    private static ModelArtifact Artifact(string folder)
    {
        var identity = Families.Identify(folder);
        Assert.NotNull(identity);
        return new ModelArtifact
        {
            Name = "limited",
            Family = identity.Family,
            Source = new("folder", folder, "local"),
            SnapshotPath = folder,
            Metadata = identity.Metadata,
            Capabilities = identity.Capabilities,
        };
    }

    private static ForecastRequest Request(int horizon) => new()
    {
        Model = "limited",
        Horizon = horizon,
        Series =
        [
            new SeriesInput
            {
                Id = "a",
                Freq = "D",
                Timestamps = TimestampColumn.FromStrings(["2024-01-01", "2024-01-02", "2024-01-03"]),
                Target = new NumberColumn(new double[] { 1, 2, 3 }),
            },
        ],
    };
}
