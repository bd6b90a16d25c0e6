using Tollama.Actors.Tests.Kit;
using Tollama.Core.Errors;

namespace Tollama.Actors.Tests.Activation;

public sealed class TurnTests
{
    [Fact]
    public async Task Keeps_one_call_at_a_time_across_awaits()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => grain.IncrementAcrossAwaitAsync(500))));

        Assert.Equal(8_000, await grain.CountAsync());
    }

    [Fact]
    public async Task Never_runs_interleaved_calls_in_parallel()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => grain.IncrementInterleavedAsync(500))));

        Assert.Equal(8_000, await grain.CountAsync());
    }

    [Fact]
    public async Task Lets_an_interleaving_call_pass_one_that_waits()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");
        var waiting = grain.WaitForAsync("gate");
        await silo.Journal.WaitAsync("begun gate");
        var behind = grain.AddAsync(5);

        int seen = await grain.CountAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, seen);
        Assert.False(behind.IsCompleted);
        silo.Journal.Signal("gate");
        await waiting;
        Assert.Equal(5, await behind);
    }

    [Fact]
    public async Task Gives_the_caller_the_fault_with_its_code()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");

        var late = await Assert.ThrowsAsync<TollamaException>(() => grain.FailAsync("late"));
        var early = await Assert.ThrowsAsync<TollamaException>(() => grain.FailBeforeAwaitAsync("early"));

        Assert.Equal((ErrorCode.Conflict, "late"), (late.Code, late.Message));
        Assert.Equal((ErrorCode.Conflict, "early"), (early.Code, early.Message));
        Assert.Equal(7, await grain.AddAsync(7));
    }

    [Fact]
    public async Task Takes_a_cancelled_call_out_of_the_queue()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");
        var waiting = grain.WaitForAsync("gate");
        await silo.Journal.WaitAsync("begun gate");
        using var leaving = new CancellationTokenSource();
        var queued = grain.WaitForAsync("never", leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.WaitAsync(TimeSpan.FromSeconds(30)));
        silo.Journal.Signal("gate");
        await waiting;
        await grain.DoNothingAsync();
        Assert.DoesNotContain("begin never", silo.Journal.Lines);
    }

    [Fact]
    public async Task Carries_calls_between_grains()
    {
        await using var silo = new TestSilo();

        string answer = await silo.GetGrain<IProbeGrain>("a").CallAsync("b", "hello");

        Assert.Equal("b: hello", answer);
    }

    [Fact]
    public async Task Streams_items_and_closes_the_stream_when_the_reader_leaves()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");
        var items = new List<int>();

        await foreach (int item in grain.CountUpAsync(1_000_000, CancellationToken.None))
        {
            items.Add(item);
            if (item == 3)
            {
                break;
            }
        }

        Assert.Equal([1, 2, 3], items);
        Assert.Contains("stream closed", silo.Journal.Lines);
        Assert.Equal(3, await grain.CountAsync());
    }

    [Fact]
    public async Task Passes_the_callers_context_to_a_call_that_waited()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");
        await grain.DoNothingAsync();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async i => Assert.Equal(
            $"a: {i}", await grain.EchoAsync($"{i}"))));
    }

    [Fact]
    public async Task Calls_an_idle_grain_without_allocating()
    {
        await using var silo = new TestSilo();
        var grain = silo.GetGrain<IProbeGrain>("a");
        await grain.DoNothingAsync();
        for (int i = 0; i < 10_000; i++)
        {
            await grain.AddAsync(1);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            var call = grain.AddAsync(1);
            Assert.True(call.IsCompletedSuccessfully);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
