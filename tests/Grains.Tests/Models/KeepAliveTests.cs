using Tollama.Grains.Contracts;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Models;

public sealed class KeepAliveTests
{
    [Fact]
    public async Task Keeps_a_model_until_further_notice_when_nothing_is_said()
    {
        await using var daemon = new TestDaemon();

        await daemon.ForecastAsync("a");

        daemon.Clock.Advance(TimeSpan.FromDays(300));
        var loaded = Assert.Single(await daemon.Loaded.ListAsync());
        Assert.Equal(("a", "toy", null, 1_000L), (loaded.Name, loaded.Family, loaded.ExpiresAt, loaded.SizeBytes));
    }

    [Fact]
    public async Task Tells_models_that_are_about_to_be_loaded_apart_from_those_that_are()
    {
        await using var daemon = new TestDaemon();
        var load = new TaskCompletionSource();
        daemon.Models.BeforeLoad = () => load.Task;
        var forecast = daemon.ForecastAsync("a");
        IReadOnlyList<ComingModel> coming = [];
        await TestDaemon.EventuallyAsync(
            async () => (coming = await daemon.Loaded.ComingAsync()) is [{ State: ReplicaState.Loading }],
            "the model to be loading");

        Assert.Equal([new ComingModel("a", "toy", "local/cpu", ReplicaState.Loading, 1_100)], coming);
        Assert.Empty(await daemon.Loaded.ListAsync());
        load.SetResult();
        await forecast;

        Assert.Empty(await daemon.Loaded.ComingAsync());
        Assert.Equal(["a"], await daemon.LoadedNamesAsync());
    }

    [Fact]
    public async Task Unloads_when_the_time_of_the_last_request_is_over()
    {
        await using var daemon = new TestDaemon();
        await daemon.ForecastAsync("a", keepAlive: TimeSpan.FromMinutes(5));
        daemon.Clock.Advance(TimeSpan.FromMinutes(4));
        await daemon.ForecastAsync("a", keepAlive: TimeSpan.FromMinutes(5));

        daemon.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(["a"], await daemon.LoadedNamesAsync());
        daemon.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(await daemon.LoadedNamesAsync());
        var forecaster = Assert.Single(daemon.Models.Loaded);
        await TestDaemon.EventuallyAsync(() => forecaster.IsDisposed, "the expired model's memory");
    }

    [Fact]
    public async Task Unloads_the_whole_family_when_one_of_it_expires()
    {
        await using var daemon = new TestDaemon();
        await daemon.ForecastAsync("a", keepAlive: TimeSpan.FromSeconds(10));
        await daemon.ForecastAsync("b", keepAlive: TimeSpan.FromHours(1));
        await daemon.ForecastAsync("c", family: "other");

        daemon.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["c"], await daemon.LoadedNamesAsync());
    }

    [Fact]
    public async Task Unloads_the_whole_family_after_an_answer_with_keep_alive_zero()
    {
        await using var daemon = new TestDaemon();
        await daemon.ForecastAsync("a");
        await daemon.ForecastAsync("b");
        await daemon.ForecastAsync("c", family: "other");

        var result = await daemon.ForecastAsync("b", last: 7, keepAlive: TimeSpan.Zero);

        Assert.Equal(7, result.Forecasts[0].Mean.Span[0]);
        Assert.Equal(["c"], await daemon.LoadedNamesAsync());
        await TestDaemon.EventuallyAsync(
            () => daemon.Models.Loaded.Count(loaded => loaded.IsDisposed) == 2, "both copies' memory");
    }

    [Fact]
    public async Task Lets_a_forecast_end_before_an_answer_with_keep_alive_zero_takes_the_copy_away()
    {
        await using var daemon = new TestDaemon();
        daemon.Models.IsConcurrent = true;
        daemon.Models.PreferredBatch = 1;
        await daemon.ForecastAsync("a");
        var gate = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        daemon.Models.BeforeEngine = batch =>
        {
            bool isSlow = batch[0].Request.Series.Count == 2;
            _ = isSlow && started.TrySetResult();
            return isSlow ? gate.Task : Task.CompletedTask;
        };
        var slow = daemon.ForecastAsync("a", last: 3, series: 2);
        await started.Task.WaitAsync(TestDaemon.Patience);

        daemon.Models.BeforeEngine = null;
        await daemon.Loaded.UnloadFamilyAsync("toy").WaitAsync(TestDaemon.Patience); // what keep_alive 0 does

        Assert.False(Assert.Single(daemon.Models.Loaded).IsDisposed);
        gate.SetResult();
        Assert.Equal(3, (await slow).Forecasts[0].Mean.Span[0]);
        await TestDaemon.EventuallyAsync(() => daemon.Models.Loaded.Single().IsDisposed, "the copy goes");
    }

    [Fact]
    public async Task Never_expires_with_a_negative_keep_alive()
    {
        await using var daemon = new TestDaemon();
        await daemon.ForecastAsync("a", keepAlive: TimeSpan.FromSeconds(5));
        await daemon.ForecastAsync("a", keepAlive: TimeSpan.FromSeconds(-1));

        daemon.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Null(Assert.Single(await daemon.Loaded.ListAsync()).ExpiresAt);
    }

    [Fact]
    public async Task Reports_the_load_time_to_the_request_that_caused_the_load_alone()
    {
        await using var daemon = new TestDaemon();

        var first = await daemon.ForecastAsync("a");
        var second = await daemon.ForecastAsync("a");

        Assert.NotNull(first.ModelLoadMs);
        Assert.Null(second.ModelLoadMs);
        Assert.Equal("cpu", (string?)second.Usage["device"]);
    }
}
