using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Chronos2;

/// <summary>What holds for both Chronos families, whatever the checkpoint.</summary>
public sealed class ChronosLawTests
{
    private const double Room = 2e-5;

    public static TheoryData<string> Checkpoints() =>
        ["chronos-2", "chronos-2_short", "chronos-2_no-arcsinh", "chronos-bolt-tiny", "chronos-bolt-tiny_no-reg"];

    [SkippableTheory]
    [MemberData(nameof(Checkpoints))]
    public async Task A_batch_gives_what_single_requests_give(string checkpoint)
    {
        await using var forecaster = await LoadAsync(checkpoint);
        ForecastRequest[] requests =
        [
            Request(20, Series("long", 130, seed: 1)),
            Request(20, Series("short", 7, seed: 2), Series("middle", 40, seed: 3)),
            Request(150, Series("far", 60, seed: 4)),
        ];

        var together = await forecaster.ForecastAsync([.. requests.Select(Work)], CancellationToken.None);

        for (int i = 0; i < requests.Length; i++)
        {
            var alone = await forecaster.ForecastAsync([Work(requests[i])], CancellationToken.None);
            AssertSame(alone[0].Result!, together[i].Result!, requests[i]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Checkpoints))]
    public async Task The_order_of_series_orders_the_forecasts(string checkpoint)
    {
        await using var forecaster = await LoadAsync(checkpoint);
        SeriesInput[] series = [Series("a", 50, 1), Series("b", 33, 2), Series("c", 90, 3)];
        var straight = Request(24, series);
        var turned = Request(24, series[2], series[0], series[1]);

        var expected = (await forecaster.ForecastAsync([Work(straight)], CancellationToken.None))[0].Result!;
        var actual = (await forecaster.ForecastAsync([Work(turned)], CancellationToken.None))[0].Result!;

        Assert.Equal(["c", "a", "b"], actual.Forecasts.Select(forecast => forecast.Id));
        var restored = actual with { Forecasts = [actual.Forecasts[1], actual.Forecasts[2], actual.Forecasts[0]] };
        AssertSame(expected, restored, straight);
    }

    [SkippableTheory]
    [MemberData(nameof(Checkpoints))]
    public async Task Scaling_and_shifting_the_series_scales_and_shifts_the_forecast(string checkpoint)
    {
        await using var forecaster = await LoadAsync(checkpoint);
        var series = Series("s", 64, seed: 5);
        var moved = series with
        {
            Target = new NumberColumn(series.Target.Values.ToArray().Select(value => (8 * value) - 64).ToArray()),
        };

        var plain = (await forecaster.ForecastAsync([Work(Request(24, series))], CancellationToken.None))[0].Result!;
        var other = (await forecaster.ForecastAsync([Work(Request(24, moved))], CancellationToken.None))[0].Result!;

        double room = 1e-4 * 8 * SpanOf(series);
        for (int t = 0; t < 24; t++)
        {
            Assert.Equal((8 * plain.Forecasts[0].Mean.Span[t]) - 64, other.Forecasts[0].Mean.Span[t], room);
        }
    }

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

    [SkippableTheory]
    [MemberData(nameof(Checkpoints))]
    public async Task A_caller_that_left_is_not_computed(string checkpoint)
    {
        await using var forecaster = await LoadAsync(checkpoint);
        var request = Request(8, Series("s", 30, seed: 9));

        var outcomes = await forecaster.ForecastAsync(
            [new ForecastWork(request, new CancellationToken(canceled: true)), Work(request)], CancellationToken.None);

        Assert.True(outcomes[0].IsCancelled);
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

    private static void AssertSame(ForecastResult expected, ForecastResult actual, ForecastRequest request)
    {
        Assert.Equal(expected.Forecasts.Count, actual.Forecasts.Count);
        for (int i = 0; i < expected.Forecasts.Count; i++)
        {
            double room = Room * SpanOf(request.Series[i]) * Math.Max(1, request.Horizon / 24);
            var rows = expected.Forecasts[i].Quantiles!.Rows.Append(expected.Forecasts[i].Mean);
            var others = actual.Forecasts[i].Quantiles!.Rows.Append(actual.Forecasts[i].Mean);
            foreach (var (row, other) in rows.Zip(others))
            {
                for (int t = 0; t < request.Horizon; t++)
                {
                    Assert.Equal(row.Span[t], other.Span[t], room);
                }
            }
        }
    }

    private static double SpanOf(SeriesInput series)
    {
        double[] values = series.Target.Values.ToArray();
        return values.Max() - values.Min();
    }
}
