using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Grains.Contracts;
using Tollama.Grains.Replicas;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Replicas;

public sealed class ReplicaTests
{
    [Fact]
    public async Task Shares_an_engine_call_among_requests_that_arrive_while_it_computes()
    {
        await using var daemon = new TestDaemon();
        var gate = Hold(daemon);

        var first = daemon.ForecastAsync("a", last: 100);
        await TestDaemon.EventuallyAsync(
            () => daemon.Models.Loaded.Any(x => x.BatchSizes.Count == 1),
            "the first call");
        var others = Enumerable.Range(0, 16).Select(i => daemon.ForecastAsync("a", last: i)).ToArray();
        gate.SetResult();

        Assert.Equal(100, (await first).Forecasts[0].Mean.Span[0]);
        for (int i = 0; i < others.Length; i++)
        {
            Assert.Equal(i, (await others[i]).Forecasts[0].Mean.Span[1]);
        }

        Assert.Equal([1, 8, 8], daemon.Models.Loaded.Single().BatchSizes);
    }

    [Fact]
    public async Task Fails_a_poisoned_request_alone()
    {
        await using var daemon = new TestDaemon();
        var gate = Hold(daemon);
        var first = daemon.ForecastAsync("a");
        await TestDaemon.EventuallyAsync(
            () => daemon.Models.Loaded.Any(x => x.BatchSizes.Count == 1),
            "the first call");
        double[] values = [1, 2, -1, 4, -2, 6];
        var calls = values.Select(value => daemon.ForecastAsync("a", last: value)).ToArray();

        gate.SetResult();

        await first;
        var engine = await Assert.ThrowsAsync<TollamaException>(() => calls[2]);
        var typed = await Assert.ThrowsAsync<TollamaException>(() => calls[4]);
        Assert.Equal((ErrorCode.ForecastFailed, ErrorCode.BadRequest), (engine.Code, typed.Code));
        foreach (int healthy in new[] { 0, 1, 3, 5 })
        {
            Assert.Equal(values[healthy], (await calls[healthy]).Forecasts[0].Mean.Span[0]);
        }
    }

    [Fact]
    public async Task Takes_a_request_whose_caller_left_out_of_the_queue()
    {
        await using var daemon = new TestDaemon();
        var gate = Hold(daemon);
        var first = daemon.ForecastAsync("a");
        await TestDaemon.EventuallyAsync(
            () => daemon.Models.Loaded.Any(x => x.BatchSizes.Count == 1),
            "the first call");
        using var leaving = new CancellationTokenSource();
        var left = daemon.ForecastAsync("a", cancellationToken: leaving.Token);
        var stays = daemon.ForecastAsync("a", last: 5);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        gate.SetResult();

        await first;
        await stays;
        Assert.Equal([1, 1], daemon.Models.Loaded.Single().BatchSizes);
    }

    [Fact]
    public async Task Lets_big_and_small_requests_take_turns()
    {
        await using var daemon = new TestDaemon();
        var order = new List<int>();
        var gate = new TaskCompletionSource();
        daemon.Models.BeforeEngine = batch =>
        {
            order.Add(batch.Max(work => work.Request.Series.Count));
            return gate.Task;
        };
        var calls = new List<Task<ForecastResult>> { daemon.ForecastAsync("a") };
        await TestDaemon.EventuallyAsync(() => order.Count == 1, "the first call");

        calls.AddRange(Enumerable.Range(0, 3).Select(_ => daemon.ForecastAsync("a", series: 300)));
        calls.AddRange(Enumerable.Range(0, 16).Select(_ => daemon.ForecastAsync("a")));
        gate.SetResult();

        await Task.WhenAll(calls);
        Assert.Equal([1, 300, 1, 300, 1, 300], order);
    }

    [Fact]
    public async Task Computes_a_big_request_in_parts_between_which_small_ones_go()
    {
        await using var daemon = new TestDaemon();
        var order = new List<int>();
        var gate = new TaskCompletionSource();
        daemon.Models.SeriesAreIndependent = true;
        daemon.Models.BeforeEngine = batch =>
        {
            order.Add(batch.Sum(work => work.Request.Series.Count));
            return gate.Task;
        };
        var first = daemon.ForecastAsync("a");
        await TestDaemon.EventuallyAsync(() => order.Count == 1, "the first call");

        var big = daemon.ForecastAsync("a", last: 4, series: 600);
        var small = Enumerable.Range(0, 16).Select(_ => daemon.ForecastAsync("a")).ToArray();
        gate.SetResult();

        await first;
        await Task.WhenAll(small);
        Assert.Equal(
            Enumerable.Range(0, 600).Select(i => $"s{i}"),
            (await big).Forecasts.Select(forecast => forecast.Id));
        Assert.Equal([1, 256, 8, 256, 8, 88], order);
    }

    [Fact]
    public async Task Leaves_a_slot_to_small_requests_however_many_big_ones_there_are()
    {
        await using var daemon = new TestDaemon(services =>
            services.AddSingleton(new BatchingOptions { Processors = 3 }));
        var gate = new TaskCompletionSource();
        int big = 0;
        daemon.Models.IsConcurrent = true;
        daemon.Models.PreferredBatch = 1;
        daemon.Models.BeforeEngine = batch =>
        {
            bool isBig = batch[0].Request.Series.Count > 256;
            Interlocked.Add(ref big, isBig ? 1 : 0);
            return isBig ? gate.Task : Task.CompletedTask;
        };

        var calls = Enumerable.Range(0, 4).Select(_ => daemon.ForecastAsync("a", last: 5, series: 300)).ToArray();
        await TestDaemon.EventuallyAsync(() => Volatile.Read(ref big) == 2, "two big calls");

        Assert.Equal(
            7,
            (await daemon.ForecastAsync("a", last: 7).WaitAsync(TestDaemon.Patience)).Forecasts[0].Mean.Span[0]);
        Assert.Equal(2, big);
        gate.SetResult();
        Assert.All(await Task.WhenAll(calls), result => Assert.Equal(300, result.Forecasts.Count));
    }

    [Fact]
    public async Task Fails_a_big_request_as_a_whole_and_gives_up_its_other_parts()
    {
        await using var daemon = new TestDaemon();
        daemon.Models.SeriesAreIndependent = true;

        var fault = await Assert.ThrowsAsync<TollamaException>(() => daemon.ForecastAsync("a", last: -2, series: 600));

        Assert.Equal(ErrorCode.BadRequest, fault.Code);
        Assert.Equal(7, (await daemon.ForecastAsync("a", last: 7)).Forecasts[0].Mean.Span[0]);
    }

    [Fact]
    public async Task Lets_a_key_with_one_request_by_those_of_a_key_with_many()
    {
        await using var daemon = new TestDaemon();
        var order = new List<double>();
        var gate = new TaskCompletionSource();
        daemon.Models.PreferredBatch = 4;
        daemon.Models.BeforeEngine = batch =>
        {
            order.AddRange(batch.Select(work => work.Request.Series[0].Target.Span[^1]));
            return gate.Task;
        };
        var calls = new List<Task<ForecastResult>> { daemon.ForecastAsync("a", last: 1, key: "many") };
        await TestDaemon.EventuallyAsync(() => order.Count == 1, "the first call");

        calls.AddRange(Enumerable.Range(0, 200).Select(_ => daemon.ForecastAsync("a", last: 1, key: "many")));
        calls.Add(daemon.ForecastAsync("a", last: 7, key: "one"));
        gate.SetResult();

        await Task.WhenAll(calls);
        Assert.InRange(order.IndexOf(7), 1, 20);
    }

    [Fact]
    public async Task Refuses_what_exceeds_the_queue_and_says_when_to_retry()
    {
        await using var daemon = new TestDaemon();
        var gate = Hold(daemon);
        var first = daemon.ForecastAsync("a");
        await TestDaemon.EventuallyAsync(
            () => daemon.Models.Loaded.Any(x => x.BatchSizes.Count == 1),
            "the first call");
        var waiting = Enumerable.Range(0, 512).Select(_ => daemon.ForecastAsync("a")).ToArray();

        var refused = await Assert.ThrowsAsync<TollamaException>(() => daemon.ForecastAsync("a"));

        Assert.Equal(ErrorCode.Overloaded, refused.Code);
        Assert.NotNull(refused.RetryAfter);
        var other = daemon.ForecastAsync("a", last: 9, key: "k_other");
        gate.SetResult();
        Assert.Equal(9, (await other).Forecasts[0].Mean.Span[0]);
        await first;
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Ends_running_forecasts_before_it_gives_the_memory_back_and_loads_anew_for_later_ones()
    {
        await using var daemon = new TestDaemon();
        var gate = Hold(daemon);
        var running = daemon.ForecastAsync("a", last: 3);
        await TestDaemon.EventuallyAsync(
            () => daemon.Models.Loaded.Any(x => x.BatchSizes.Count == 1),
            "the first call");

        await daemon.Grains.GetGrain<IModelGrain>("a").UnloadAsync(CancellationToken.None);
        var later = daemon.ForecastAsync("a", last: 4);
        Assert.False(daemon.Models.Loaded.Single().IsDisposed);
        gate.SetResult();

        Assert.Equal(3, (await running).Forecasts[0].Mean.Span[0]);
        Assert.Equal(4, (await later).Forecasts[0].Mean.Span[0]);
        Assert.Equal([true, false], daemon.Models.Loaded.Select(loaded => loaded.IsDisposed));
        Assert.Equal(1, daemon.Models.MostAliveAtOnce);
    }

    [Fact]
    public async Task Never_disposes_a_model_under_an_engine_call_whose_caller_has_left()
    {
        await using var daemon = new TestDaemon();
        var gate = Hold(daemon);
        using var leaving = new CancellationTokenSource();
        var left = daemon.ForecastAsync("a", cancellationToken: leaving.Token);
        await TestDaemon.EventuallyAsync(
            () => daemon.Models.Loaded.Any(x => x.BatchSizes.Count == 1),
            "the first call");
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        var stopping = daemon.StopAsync();
        Assert.False(daemon.Models.Loaded.Single().IsDisposed);
        gate.SetResult();

        await stopping.WaitAsync(TestDaemon.Patience);
        Assert.True(daemon.Models.Loaded.Single().IsDisposed);
    }

    [Fact]
    public async Task Loads_the_version_that_was_pulled_since()
    {
        await using var daemon = new TestDaemon();
        var model = daemon.Grains.GetGrain<IModelGrain>("a");
        var request = TestModels.Request("a");
        await model.ForecastAsync(new ForecastCall(TestModels.Artifact("a", revision: "one"), request, null), default);

        await model.ForecastAsync(new ForecastCall(TestModels.Artifact("a", revision: "two"), request, null), default);

        Assert.Equal(["one", "two"], daemon.Models.Loaded.Select(loaded => loaded.Artifact.Source.Revision));
        Assert.Equal([true, false], daemon.Models.Loaded.Select(loaded => loaded.IsDisposed));
    }

    [Fact]
    public async Task Lets_the_next_request_try_again_after_a_load_that_failed()
    {
        await using var daemon = new TestDaemon();
        bool fails = true;
        daemon.Models.BeforeLoad = () => fails
            ? throw new TollamaException(ErrorCode.DependencyMissing, "no engine")
            : Task.CompletedTask;
        var fault = await Assert.ThrowsAsync<TollamaException>(() => daemon.ForecastAsync("a"));
        fails = false;

        var result = await daemon.ForecastAsync("a", last: 9);

        Assert.Equal(ErrorCode.DependencyMissing, fault.Code);
        Assert.Equal(9, result.Forecasts[0].Mean.Span[0]);
    }

    [Fact]
    public async Task Loads_once_more_with_more_set_aside_when_the_engine_found_no_memory()
    {
        await using var daemon = new TestDaemon();
        var reserved = new List<long>();
        daemon.Models.BeforeLoad = async () =>
        {
            reserved.Add((await daemon.DeviceAsync()).Accounts.Reserved);
            if (reserved.Count == 1)
            {
                throw new TollamaException(ErrorCode.InsufficientMemory, "Failed to allocate memory");
            }
        };

        var result = await daemon.ForecastAsync("a", last: 9);

        Assert.Equal(9, result.Forecasts[0].Mean.Span[0]);
        Assert.Equal([1_100, 1_265], reserved);
    }

    [Fact]
    public async Task Tells_the_engines_reason_when_a_second_load_found_no_memory_either()
    {
        await using var daemon = new TestDaemon();
        int loads = 0;
        daemon.Models.BeforeLoad = () =>
        {
            loads++;
            throw new TollamaException(ErrorCode.InsufficientMemory, $"no memory for load {loads}");
        };

        var fault = await Assert.ThrowsAsync<TollamaException>(() => daemon.ForecastAsync("a"));

        Assert.Equal((ErrorCode.InsufficientMemory, "no memory for load 2"), (fault.Code, fault.Message));
        Assert.Equal((2, 0L), (loads, (await daemon.DeviceAsync()).Accounts.Reserved));
    }

    private static TaskCompletionSource Hold(TestDaemon daemon)
    {
        var gate = new TaskCompletionSource();
        daemon.Models.BeforeEngine = _ => gate.Task;
        return gate;
    }
}
