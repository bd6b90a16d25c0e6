using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Chronos2;

/// <summary>What holds for both Chronos families, whatever the checkpoint.</summary>
public sealed class ChronosLawTests
{
    public static TheoryData<string> Checkpoints() =>
        ["chronos-2", "chronos-2_short", "chronos-2_no-arcsinh", "chronos-bolt-tiny", "chronos-bolt-tiny_no-reg"];

    [SkippableTheory]
    [MemberData(nameof(Checkpoints))]
    public async Task Sorting_is_done_only_when_asked(string checkpoint)
    {
        await using var forecaster = await LoadAsync(checkpoint);
        var request = Request(24, Series("s", 64, seed: 6));
        var sorting = request with { Parameters = new ForecastParameters { SortQuantiles = true } };

        var raw = (await forecaster.ForecastAsync([Work(request)], CancellationToken.None))[0].Result!.Forecasts[0];
        var sorted = (await forecaster.ForecastAsync([Work(sorting)], CancellationToken.None))[0].Result!.Forecasts[0];

        bool crosses = false;
        for (int t = 0; t < 24; t++)
        {
            double[] column = [.. raw.Quantiles!.Rows.Select(row => row.Span[t])];
            double[] ordered = [.. column.Order()];
            crosses |= !column.SequenceEqual(ordered);
            Assert.Equal(ordered, sorted.Quantiles!.Rows.Select(row => row.Span[t]));
        }

        Assert.True(crosses, "The random checkpoints cross; sorting would be untested otherwise.");
    }

    [SkippableTheory]
    [MemberData(nameof(Checkpoints))]
    public async Task A_request_that_is_refused_leaves_its_neighbours_alone(string checkpoint)
    {
        await using var forecaster = await LoadAsync(checkpoint);
        var good = Request(8, Series("good", 30, seed: 7));
        var bad = Request(8, Series("bad", 30, seed: 8) with { Freq = "nonsense" });

        var outcomes = await forecaster.ForecastAsync([Work(bad), Work(good)], CancellationToken.None);

        Assert.Equal(ErrorCode.BadRequest, outcomes[0].Failure!.Code);
        Assert.NotNull(outcomes[1].Result);
    }

    private static async Task<IForecaster> LoadAsync(string checkpoint)
    {
        Golden.RequireEngine();
        var families = ModelFamilies.All(Golden.Engine);
        string folder = Path.Combine(Golden.Folder("chronos"), "hub", checkpoint);
        var identity = families.Identify(folder)!;
        var artifact = new ModelArtifact
        {
            Name = checkpoint,
            Family = identity.Family,
            Source = new("folder", folder, "main"),
            SnapshotPath = folder,
            Metadata = identity.Metadata,
            Capabilities = identity.Capabilities,
        };
        return await families.CreateAsync(artifact, DeviceId.Cpu, CancellationToken.None);
    }

    private static ForecastWork Work(ForecastRequest request) => new(request, CancellationToken.None);

    private static ForecastRequest Request(int horizon, params SeriesInput[] series) => new()
    {
        Model = "any",
        Horizon = horizon,
        Quantiles = [0.1, 0.3, 0.5, 0.7, 0.9],
        Series = series,
    };

    private static SeriesInput Series(string id, int length, int seed)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, length).Select(t => (10 * Math.Sin(t / 3.0)) + random.Next(8) + 50)];
        return new SeriesInput
        {
            Id = id,
            Freq = "D",
            Timestamps = TimestampColumn.FromStrings([.. Enumerable.Range(0, length).Select(
                t => new DateOnly(2024, 1, 1).AddDays(t).ToString("yyyy-MM-dd", null))]),
            Target = new NumberColumn(values),
        };
    }
}
