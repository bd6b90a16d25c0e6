using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Tests.Checkpoints;

public sealed class RandomCheckpointTests : IDisposable
{
    private static readonly ModelFamilies Families = ModelFamilies.All(Golden.Engine);

    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-random").FullName;

    public static TheoryData<string> NetworkFamilies =>
        [.. Families.Families.OfType<INetworkFamily>().Select(family => family.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("chronos2", 119_477_664)]
    [InlineData("chronos2-small", 27_934_624)]
    [InlineData("chronos-bolt-tiny", 8_652_672)]
    [InlineData("chronos-bolt-mini", 21_236_096)]
    [InlineData("chronos-bolt-small", 47_718_016)]
    [InlineData("chronos-bolt-base", 205_292_928)]
    [InlineData("granite-ttm-r2", 805_280)]
    [InlineData("timesfm-2.5-200m", 231_289_280)]
    [InlineData("moirai-2.0-R-small", 11_387_208)]
    [InlineData("sundial-base-128m", 128_329_680)]
    [InlineData("toto-open-base-1.0", 151_306_080)]
    public void A_template_of_published_size_has_as_many_numbers_as_its_authors_count(string name, long expected)
    {
        var (family, template) = Find(one => one.Name == name && one.Size == CheckpointSize.Published);

        var tensors = RandomCheckpoint.Plan(family, template, _folder);

        Assert.Equal(expected, tensors.Sum(tensor => tensor.ByteLength / sizeof(float)));
    }

    [Theory]
    [MemberData(nameof(NetworkFamilies))]
    public void Every_network_can_be_generated_in_its_published_and_in_a_tiny_size(string family)
    {
        var templates = Family(family).Templates;

        Assert.Equal(CheckpointSize.Published, templates[0].Size);
        Assert.Contains(templates, template => template.Size == CheckpointSize.Tiny);
    }

    [SkippableTheory]
    [MemberData(nameof(NetworkFamilies))]
    public async Task A_tiny_random_checkpoint_is_recognised_and_forecasts_finite_numbers(string name)
    {
        Golden.RequireEngine();
        var family = Family(name);
        RandomCheckpoint.Write(
            family,
            family.Templates.First(one => one.Size == CheckpointSize.Tiny),
            _folder,
            seed: 1);
        var identity = Families.Identify(_folder);
        Assert.NotNull(identity);
        var artifact = new ModelArtifact
        {
            Name = name,
            Family = identity.Family,
            Source = new ModelSource("folder", _folder, "local"),
            SnapshotPath = _folder,
            Metadata = identity.Metadata,
            Capabilities = identity.Capabilities,
        };

        await using var forecaster = await Families.CreateAsync(artifact, DeviceId.Cpu, CancellationToken.None);
        var outcomes = await forecaster.ForecastAsync(
            [new ForecastWork(Request(name), CancellationToken.None)], CancellationToken.None);

        Assert.Null(outcomes[0].Failure);
        Assert.All(
            outcomes[0].Result!.Forecasts[0].Mean.Values.ToArray(),
            value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void The_seed_decides_the_numbers()
    {
        var family = Family("moirai-2");
        byte[] Bytes(string name, long seed)
        {
            string folder = Path.Combine(_folder, name);
            RandomCheckpoint.Write(family, family.Templates[^1], folder, seed);
            return File.ReadAllBytes(Path.Combine(folder, SafetensorsCheckpoint.SingleName));
        }

        Assert.Equal(Bytes("a", 1), Bytes("b", 1));
        Assert.NotEqual(Bytes("a", 1), Bytes("c", 2));
    }

    private static INetworkFamily Family(string name) =>
        Families.Families.OfType<INetworkFamily>().Single(family => family.Name == name);

    private static (INetworkFamily Family, CheckpointTemplate Template) Find(Func<CheckpointTemplate, bool> isWanted) =>
        (from family in Families.Families.OfType<INetworkFamily>()
         from template in family.Templates
         where isWanted(template)
         select (family, template)).Single();

    private static ForecastRequest Request(string model)
    {
        const int Length = 600;
        var timestamps = TimestampColumn.FromStrings([.. Enumerable.Range(0, Length).Select(hour =>
            new DateTime(2024, 1, 1).AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss"))]);
        return new ForecastRequest
        {
            Model = model,
            Horizon = 24,
            Series =
            [
                new SeriesInput
                {
                    Id = "a",
                    Freq = "h",
                    Timestamps = timestamps,
                    Target = new NumberColumn(
                        Enumerable.Range(0, Length).Select(t => 10 + Math.Sin(t / 4.0)).ToArray()),
                },
            ],
        };
    }
}
