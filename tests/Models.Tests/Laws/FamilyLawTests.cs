using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Laws;

/// <summary>What holds for every family, whatever the checkpoint.</summary>
public sealed class FamilyLawTests
{
    private const double Room = 1e-5;

    public static TheoryData<string> Everyone() => Names(_ => true);

    public static TheoryData<string> TakingSeveral() => Names(subject => subject.TakesSeveral);

    public static TheoryData<string> Moving() => Names(subject => subject.Moves);

    public static TheoryData<string> TakingGaps() => Names(subject => subject.TakesGaps);

    public static TheoryData<string> Sampling() => Names(subject => subject.Samples);

    [SkippableTheory]
    [MemberData(nameof(Everyone))]
    public async Task Requests_together_get_what_they_get_alone(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        ForecastRequest[] requests =
        [
            subject.Request(20, LawSeries.Waves("long", 130, 1)),
            subject.Request(20, LawSeries.Waves("short", 7, 2)),
            subject.Request(70, LawSeries.Waves("far", 60, 3)),
            subject.Request(
                20,
                subject.WithCovariates(LawSeries.Waves("company", 90, 4), Math.Min(20, subject.Horizon))),
            subject.Request(20, LawSeries.Waves("same length", 130, 5)),
            subject.Request(5, LawSeries.Waves("near", 600, 6)),
        ];

        var together = await RunAsync(forecaster, requests);

        for (int i = 0; i < requests.Length; i++)
        {
            AssertSame(requests[i], (await RunAsync(forecaster, requests[i]))[0], together[i]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Everyone))]
    public async Task Hundreds_together_get_what_they_get_alone(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        ForecastRequest[] requests =
        [
            .. Enumerable.Range(0, 200).Select(i => subject.Request(20, LawSeries.Waves($"s{i}", 130, 100 + i))),
        ];

        var together = await RunAsync(forecaster, requests);

        foreach (int i in new[] { 0, 77, 199 })
        {
            AssertSame(requests[i], (await RunAsync(forecaster, requests[i]))[0], together[i]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TakingSeveral))]
    public async Task Series_of_a_request_get_what_they_get_alone_in_any_order(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        SeriesInput[] series = [.. Enumerable.Range(0, 5).Select(i => LawSeries.Waves($"s{i}", 77, 10 + i))];
        var turned = subject.Request(30, [series[3], series[0], series[4], series[2], series[1]]);

        var together = (await RunAsync(forecaster, turned))[0];

        Assert.Equal(["s3", "s0", "s4", "s2", "s1"], together.Forecasts.Select(forecast => forecast.Id));
        for (int i = 0; i < turned.Series.Count; i++)
        {
            var single = turned with { Series = [turned.Series[i]] };
            AssertSame(
                single, (await RunAsync(forecaster, single))[0], together with { Forecasts = [together.Forecasts[i]] });
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TakingSeveral))]
    public async Task A_request_in_parts_gets_what_it_gets_whole(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        SeriesInput[] series =
        [
            .. Enumerable.Range(0, 5).Select(i => LawSeries.Waves($"s{i}", 140 - (25 * i), 90 + i)),
        ];
        var request = subject.Request(30, series) with { Options = ForecastOptions.Empty };

        var separate = forecaster.Separate(request);
        Assert.NotNull(separate);
        var parts = await RunAsync(forecaster, [.. series.Chunk(2).Select(some => separate with { Series = some })]);
        var whole = (await RunAsync(forecaster, separate))[0];

        Assert.All(parts, part => Assert.Equal(Settled(whole), Settled(part)));
        AssertSame(request, whole, whole with { Forecasts = [.. parts.SelectMany(part => part.Forecasts)] });
        if (!subject.Samples)
        {
            AssertSame(request, (await RunAsync(forecaster, request))[0], whole);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TakingSeveral))]
    public async Task Series_that_change_what_others_get_stay_together(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        var request = subject.Request(
            20,
            subject.WithCovariates(LawSeries.Waves("a", 60, 1), Math.Min(20, subject.Horizon)),
            LawSeries.Waves("b", 60, 2));
        var whole = (await RunAsync(forecaster, request))[0];
        var alone = await RunAsync(
            forecaster,
            [.. request.Series.Select(series => request with { Series = [series] })]);

        bool isSame = whole.Forecasts.Zip(alone).All(pair => Numbers(pair.First).Zip(Numbers(pair.Second.Forecasts[0]))
            .All(values => Math.Abs(values.First - values.Second) < 1e-3));

        Assert.True(isSame || forecaster.Separate(request) is null);
    }

    [SkippableTheory]
    [MemberData(nameof(Moving))]
    public async Task Scaling_and_shifting_the_series_scales_and_shifts_the_forecast(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        // Whole patches of every checkpoint: what Moirai fills in front is zero in the series' own units.
        var series = LawSeries.Waves("s", 96, 21);
        var moved = LawSeries.Map(series, value => (8 * value) - 64);

        var results = await RunAsync(forecaster, subject.Request(24, series), subject.Request(24, moved));

        double room = 1e-4 * LawSeries.Span(moved);
        var (plain, other) = (results[0].Forecasts[0].Mean.Span.ToArray(), results[1].Forecasts[0].Mean.Span.ToArray());
        Assert.All(plain.Zip(other), pair => Assert.Equal((8 * pair.First) - 64, pair.Second, room));
    }

    [SkippableTheory]
    [MemberData(nameof(Everyone))]
    public async Task Finite_series_of_any_magnitude_have_finite_forecasts(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        var series = LawSeries.Waves("s", 90, 31);
        double[] magnitudes = [1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3, 1e6, 1e9, 1e12, -1e12];
        var requests = magnitudes
            .Select(magnitude => subject.Request(30, LawSeries.Map(series, value => value * magnitude)))
            .Append(subject.Request(30, LawSeries.Map(series, value => value > 55 ? 1e12 : value * 1e-12)))
            .Append(subject.Request(30, LawSeries.Map(series, value => 1e9 + (value * 1e-3))));

        foreach (var request in requests)
        {
            AssertFinite((await RunAsync(forecaster, request))[0]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Everyone))]
    public async Task Constant_series_have_finite_forecasts(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        foreach (double level in new[] { 0, 5, -3e6, 1e-12, 1e12 })
        {
            AssertFinite((await RunAsync(
                forecaster, subject.Request(30, LawSeries.Of("s", [.. Enumerable.Repeat(level, 50)]))))[0]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TakingGaps))]
    public async Task Missing_values_leave_the_forecast_finite_and_the_neighbours_alone(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        var whole = LawSeries.Waves("s", 90, 41);
        double[] values = whole.Target.Values.ToArray();
        ForecastRequest[] requests =
        [
            subject.Request(20, whole),
            subject.Request(20, LawSeries.Of("s", [.. values.Select((x, t) => t is > 20 and < 45 ? double.NaN : x)])),
            subject.Request(20, LawSeries.Of("s", [.. values.Select((x, t) => t < 40 ? double.NaN : x)])),
            subject.Request(20, LawSeries.Of("s", [.. values.Select((x, t) => t > 85 ? double.NaN : x)])),
        ];

        var results = await RunAsync(forecaster, requests);

        Assert.All(results, AssertFinite);
        AssertSame(requests[0], (await RunAsync(forecaster, requests[0]))[0], results[0]);
        Assert.NotEqual(results[0].Forecasts[0].Mean.Span[0], results[1].Forecasts[0].Mean.Span[0]);
    }

    [SkippableTheory]
    [MemberData(nameof(Everyone))]
    public async Task The_same_request_gives_the_same_bits(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        await using var other = await subject.LoadAsync();
        var request = subject.Request(70, LawSeries.Waves("s", 100, 51));

        var first = (await RunAsync(forecaster, request))[0].Forecasts[0];
        var again = (await RunAsync(forecaster, request))[0].Forecasts[0];
        var elsewhere = (await RunAsync(other, request))[0].Forecasts[0];

        Assert.Equal(Numbers(first), Numbers(again));
        Assert.Equal(Numbers(first), Numbers(elsewhere));
    }

    [SkippableTheory]
    [MemberData(nameof(Sampling))]
    public async Task The_drawn_seed_is_told_and_gives_the_same_bits_again(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        var unseeded = subject.Request(20, LawSeries.Waves("s", 80, 61)) with
        {
            Options = LawOptions.Of(new { num_samples = 9 }),
        };

        var drawn = (await RunAsync(forecaster, unseeded))[0];
        var seeded = unseeded with
        {
            Options = LawOptions.Of(new { num_samples = 9, seed = (long)drawn.Usage["seed"]! }),
        };
        var again = (await RunAsync(forecaster, seeded))[0];
        var others = (await RunAsync(forecaster, unseeded))[0];

        Assert.Equal(Numbers(drawn.Forecasts[0]), Numbers(again.Forecasts[0]));
        Assert.NotEqual(Numbers(drawn.Forecasts[0]), Numbers(others.Forecasts[0]));
    }

    [SkippableTheory]
    [MemberData(nameof(Everyone))]
    public async Task A_request_that_is_refused_leaves_its_neighbours_alone(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        var good = subject.Request(8, LawSeries.Waves("good", 30, 71));
        var bad = subject.Request(8, LawSeries.Waves("bad", 30, 72) with
        {
            Timestamps = TimestampColumn.FromStrings([.. Enumerable.Repeat("no date", 30)]),
        });

        var outcomes = await forecaster.ForecastAsync([Work(bad), Work(good)], CancellationToken.None);

        Assert.Equal(ErrorCode.BadRequest, outcomes[0].Failure?.Code);
        Assert.NotNull(outcomes[1].Result);
    }

    [SkippableTheory]
    [MemberData(nameof(Everyone))]
    public async Task A_caller_that_left_is_not_computed(string name)
    {
        var subject = Find(name);
        await using var forecaster = await subject.LoadAsync();
        var request = subject.Request(8, LawSeries.Waves("s", 30, 81));

        var outcomes = await forecaster.ForecastAsync(
            [new ForecastWork(request, new CancellationToken(canceled: true)), Work(request)], CancellationToken.None);

        Assert.True(outcomes[0].IsCancelled);
        Assert.NotNull(outcomes[1].Result);
    }

    private static string Settled(ForecastResult result) =>
        $"seed {result.Usage["seed"]}, context {result.Usage["context_length"]}";

    private static TheoryData<string> Names(Func<LawSubject, bool> isWanted) =>
        [.. LawSubject.All.Where(isWanted).Select(subject => subject.Checkpoint)];

    private static LawSubject Find(string checkpoint) =>
        LawSubject.All.Single(subject => subject.Checkpoint == checkpoint);

    private static ForecastWork Work(ForecastRequest request) => new(request, CancellationToken.None);

    private static async Task<ForecastResult[]> RunAsync(IForecaster forecaster, params ForecastRequest[] requests)
    {
        var outcomes = await forecaster.ForecastAsync([.. requests.Select(Work)], CancellationToken.None);
        Assert.All(outcomes, outcome => Assert.Null(outcome.Failure?.Message));
        return [.. outcomes.Select(outcome => outcome.Result!)]; // no failure and not cancelled
    }

    private static double[] Numbers(SeriesForecast forecast) =>
        [
            .. forecast.Mean.Span,
            .. forecast.Quantiles is { } quantiles ? quantiles.Rows.SelectMany(row => row.Span.ToArray()) : [],
        ];

    private static void AssertFinite(ForecastResult result) =>
        Assert.All(result.Forecasts.SelectMany(Numbers), value => Assert.True(double.IsFinite(value)));

    private static void AssertSame(ForecastRequest request, ForecastResult expected, ForecastResult actual)
    {
        Assert.Equal(expected.Forecasts.Count, actual.Forecasts.Count);
        for (int i = 0; i < expected.Forecasts.Count; i++)
        {
            double[] numbers = Numbers(expected.Forecasts[i]);
            double room = Room * Math.Max(LawSeries.Span(request.Series[i]), numbers.Max() - numbers.Min());
            var pairs = numbers.Zip(Numbers(actual.Forecasts[i]));
            Assert.All(pairs, pair => Assert.Equal(pair.First, pair.Second, room));
        }
    }
}
