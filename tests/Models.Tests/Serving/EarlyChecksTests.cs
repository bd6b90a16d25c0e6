using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Tests.Serving;

/// <summary>What is refused before any weight is loaded.</summary>
public sealed class EarlyChecksTests : IDisposable
{
    private static readonly ModelFamilies Families = ModelFamilies.All(Golden.Engine);

    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-early").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("chronos-2", 6_000)]
    [InlineData("moirai-2", 2_000)]
    [InlineData("toto", 20_000)]
    public void More_covariates_than_memory_holds_are_refused_by_the_config_alone(string family, int covariates)
    {
        var artifact = Artifact(family, keepsWeights: false);

        var fault = Assert.Throws<TollamaException>(() => Families.Check(artifact, Request(covariates, horizon: 8)));

        Assert.Equal(ErrorCode.BadRequest, fault.Code);
        Assert.Contains("covariates fit", fault.Message, StringComparison.Ordinal);
        Families.Check(artifact, Request(covariates: 2, horizon: 8));
    }

    [Fact]
    public void More_covariates_than_a_regression_holds_are_refused_before_it_is_loaded()
    {
        var fault = Assert.Throws<TollamaException>(
            () => Families.Check(Artifact("timesfm-2.5", keepsWeights: true), Request(14_000, horizon: 8)));

        Assert.Equal(ErrorCode.BadRequest, fault.Code);
        Assert.Contains("covariates fit", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chronos-2")]
    [InlineData("chronos-bolt")]
    [InlineData("moirai-2")]
    [InlineData("sundial")]
    [InlineData("toto")]
    [InlineData("granite-ttm")]
    public void A_config_that_cannot_be_computed_is_refused_before_its_weights_are_looked_for(string family)
    {
        var artifact = Artifact(family, keepsWeights: false);
        string config = Path.Combine(artifact.SnapshotPath!, ConfigSection.FileName); // set by Artifact
        File.WriteAllText(config, File.ReadAllText(config).Replace(": 2", ": -2", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(config, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var fault = Assert.Throws<TollamaException>(() => Families.Check(artifact, Request(covariates: 0, horizon: 8)));

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains("-2", fault.Message, StringComparison.Ordinal);
    }

    private ModelArtifact Artifact(string name, bool keepsWeights)
    {
        var family = Families.Families.OfType<INetworkFamily>().Single(one => one.Name == name);
        string folder = Path.Combine(_folder, name);
        RandomCheckpoint.Write(family, family.Templates.First(one => one.Size == CheckpointSize.Tiny), folder, seed: 1);
        var identity = Families.Identify(folder)!; // its own writer made it
        if (!keepsWeights)
        {
            File.Delete(Path.Combine(folder, SafetensorsCheckpoint.SingleName));
        }

        return new ModelArtifact
        {
            Name = name,
            Family = identity.Family,
            Source = new("folder", folder, "main"),
            SnapshotPath = folder,
            Metadata = identity.Metadata,
            Capabilities = identity.Capabilities,
        };
    }

    private static ForecastRequest Request(int covariates, int horizon)
    {
        var column = new NumberColumn(Enumerable.Range(0, 320).Select(t => Math.Sin(t / 5.0)).ToArray());
        var start = new DateTime(2024, 1, 1);
        return new ForecastRequest
        {
            Model = "m",
            Horizon = horizon,
            Series =
            [
                new SeriesInput
                {
                    Id = "a",
                    Freq = "D",
                    Timestamps = TimestampColumn.FromStrings([.. Enumerable.Range(0, column.Count)
                        .Select(day => $"{start.AddDays(day):yyyy-MM-dd}")]),
                    Target = column,
                    PastCovariates = [.. Enumerable.Range(0, covariates)
                        .Select(i => new Covariate { Name = $"x{i}", Numbers = column })],
                },
            ],
        };
    }
}
