using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Replicas;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Replicas;

/// <summary>A model whose calls take 200 ms, and 50 ms for each series, on a clock that the test moves.</summary>
public sealed class TimeLimitTests
{
    [Fact]
    public async Task A_model_that_was_never_measured_refuses_nothing()
    {
        await using var daemon = Paced();

        Assert.Equal(200, (await ForecastAsync(daemon, 200, TimeSpan.FromMilliseconds(1))).Forecasts.Count);
        Assert.Single((await ForecastAsync(daemon, 1, TimeSpan.FromSeconds(-1))).Forecasts); // its own deadline ends it
    }

    [Fact]
    public async Task Refuses_what_its_time_limit_cannot_hold_and_says_how_much_would_fit()
    {
        await using var daemon = Paced();
        await MeasureAsync(daemon);

        var fault = await Assert.ThrowsAsync<TollamaException>(
            () => ForecastAsync(daemon, 200, TimeSpan.FromSeconds(3)));

        Assert.Equal(ErrorCode.DeadlineUnmet, fault.Code);
        Assert.Equal(
            "Model 'a' would take about 10 s for 200 series, 2 steps; 3 s are left of the time limit: at most 56 "
            + "series fit; send less, or set a larger timeout.",
            fault.Message);
        Assert.Null(fault.RetryAfter);
        Assert.Equal(56, (await ForecastAsync(daemon, 56, TimeSpan.FromSeconds(3))).Forecasts.Count);
    }

    [Fact]
    public async Task Never_refuses_what_fits()
    {
        await using var daemon = Paced();
        await MeasureAsync(daemon);

        foreach (int series in new[] { 1, 3, 10, 33, 100, 200, 256, 700 })
        {
            int calls = (int)Math.Ceiling(series / 256.0);
            var limit = TimeSpan.FromMilliseconds((200 * calls) + (50 * series));
            Assert.Equal(series, (await ForecastAsync(daemon, series, limit)).Forecasts.Count);
        }
    }

    [Fact]
    public async Task Adds_up_the_parts_that_a_big_request_is_cut_into()
    {
        await using var daemon = Paced();
        await MeasureAsync(daemon);

        var fault = await Assert.ThrowsAsync<TollamaException>(
            () => ForecastAsync(daemon, 1_000, TimeSpan.FromSeconds(20)));

        Assert.Contains("would take about 51 s for 1000 series", fault.Message, StringComparison.Ordinal);
        Assert.Contains("at most 392 series fit", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_what_runs_and_what_waits_before_it()
    {
        await using var daemon = Paced();
        await MeasureAsync(daemon);
        var gate = new TaskCompletionSource();
        daemon.Models.BeforeEngine = _ => gate.Task;
        var waiting = Enumerable.Range(0, 5).Select(_ => ForecastAsync(daemon, 200, limit: null)).ToArray();
        await TestDaemon.EventuallyAsync(
            async () => (await daemon.DeviceAsync()).Replicas.Single().Queue == 5, "the calls before it");

        var fault = await Assert.ThrowsAsync<TollamaException>(
            () => ForecastAsync(daemon, 1, TimeSpan.FromSeconds(5)));
        gate.SetResult();
        await Task.WhenAll(waiting);

        Assert.Equal(ErrorCode.DeadlineUnmet, fault.Code);
        Assert.Contains("more pass before it starts", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.RetryAfter!.Value, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Learns_from_a_call_that_was_given_up()
    {
        await using var daemon = Paced();
        for (int attempt = 0; attempt < 2; attempt++)
        {
            using var leaving = new CancellationTokenSource();
            daemon.Models.BeforeEngine = _ =>
            {
                daemon.Clock.Advance(TimeSpan.FromSeconds(8));
                return leaving.CancelAsync();
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => daemon.ForecastAsync("a", series: 9, cancellationToken: leaving.Token));
        }

        daemon.Clock.Advance(TimeSpan.FromSeconds(1));
        var fault = await Assert.ThrowsAsync<TollamaException>(
            () => ForecastAsync(daemon, 9, TimeSpan.FromSeconds(2)));

        Assert.Contains("would take about 8 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remembers_a_model_that_is_loaded_again()
    {
        await using var daemon = Paced();
        await MeasureAsync(daemon);

        await daemon.Loaded.UnloadFamilyAsync("toy");
        await TestDaemon.EventuallyAsync(
            async () => (await daemon.DeviceAsync()).Replicas.Count == 0, "the copy to go");

        await Assert.ThrowsAsync<TollamaException>(() => ForecastAsync(daemon, 200, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Refuses_nothing_where_the_operator_says_so()
    {
        await using var daemon = Paced(new BatchingOptions { RefusesLate = false });
        await MeasureAsync(daemon);

        Assert.Equal(200, (await ForecastAsync(daemon, 200, TimeSpan.FromMilliseconds(1))).Forecasts.Count);
    }

    [Fact]
    public async Task Reports_what_forecasts_take()
    {
        await using var daemon = Paced();
        await MeasureAsync(daemon);

        var pace = (await daemon.DeviceAsync()).Replicas.Single().Pace!;

        Assert.Equal(12, pace.Calls);
        Assert.Equal((200, 50), (Math.Round(pace.Call * 1000, 3), Math.Round(pace.Series * 1000, 3)));
    }

    private static TestDaemon Paced(BatchingOptions? options = null)
    {
        var daemon = new TestDaemon(services => services.AddSingleton(options ?? new BatchingOptions()));
        daemon.Models.HasSteadyPace = true;
        daemon.Models.SeriesAreIndependent = true;
        daemon.Models.BeforeEngine = batch =>
        {
            daemon.Clock.Advance(Time(batch));
            return Task.CompletedTask;
        };
        return daemon;
    }

    private static TimeSpan Time(IReadOnlyList<ForecastWork> batch) =>
        TimeSpan.FromMilliseconds(200 + (50 * batch.Sum(work => work.Request.Series.Count)));

    private static async Task MeasureAsync(TestDaemon daemon)
    {
        foreach (int series in new[] { 1, 4, 16, 64 })
        {
            for (int call = 0; call < 3; call++)
            {
                await ForecastAsync(daemon, series, limit: null);
            }
        }

        daemon.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>A forecast with a time limit that travels with it but is not enforced.</summary>
    private static Task<ForecastResult> ForecastAsync(TestDaemon daemon, int series, TimeSpan? limit) =>
        daemon.ForecastAsync("a", series: series, timeLimit: limit);
}
