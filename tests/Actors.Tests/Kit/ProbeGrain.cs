using System.Runtime.CompilerServices;
using Tollama.Actors.Abstractions;
using Tollama.Core.Errors;

namespace Tollama.Actors.Tests.Kit;

internal sealed class ProbeGrain(Journal journal) : Grain, IProbeGrain
{
    private static readonly Task<int> Cached = Task.FromResult(1);

    private int _count;
    private int _inside;
    private int _ticks;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Write($"activate {this.GetPrimaryKeyString()}");
        return this.GetPrimaryKeyString().StartsWith("broken", StringComparison.Ordinal)
            ? throw new TollamaException(ErrorCode.DependencyMissing, "This grain never activates.")
            : Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"deactivate {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        journal.Signal($"deactivated {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public Task<int> AddAsync(int number)
    {
        _count += number;
        return number == 1 ? Cached : Task.FromResult(_count);
    }

    public Task DoNothingAsync() => Task.CompletedTask;

    public Task WaitForAsync(string gate) => WaitForAsync(gate, CancellationToken.None);

    public async Task WaitForAsync(string gate, CancellationToken cancellationToken)
    {
        journal.Write($"begin {gate}");
        journal.Signal($"begun {gate}");
        await journal.WaitAsync(gate).WaitAsync(cancellationToken);
        journal.Write($"end {gate}");
    }

    public async Task IncrementAcrossAwaitAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(1, Interlocked.Increment(ref _inside));
            int seen = _count;
            await Task.Yield();
            _count = seen + 1;
            Interlocked.Decrement(ref _inside);
        }
    }

    public async Task IncrementInterleavedAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(1, Interlocked.Increment(ref _inside));
            _count++;
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }
    }

    public Task<int> CountAsync() => Task.FromResult(_count);

    public async Task FailAsync(string message)
    {
        await Task.Yield();
        throw new TollamaException(ErrorCode.Conflict, message);
    }

    public Task FailBeforeAwaitAsync(string message) => throw new TollamaException(ErrorCode.Conflict, message);

    public Task<string> CallAsync(string otherKey, string text) =>
        GrainFactory.GetGrain<IProbeGrain>(otherKey).EchoAsync(text);

    public async Task<string> EchoAsync(string text)
    {
        await Task.Yield();
        return $"{this.GetPrimaryKeyString()}: {text}";
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task StartTimerAsync(TimeSpan period, bool fails)
    {
        this.RegisterGrainTimer(
            _ =>
            {
                _ticks++;
                journal.Write($"tick {_ticks}");
                journal.Signal($"tick {_ticks}");
                return fails ? throw new InvalidOperationException("tick") : Task.CompletedTask;
            },
            period,
            period);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<int> CountUpAsync(
        int to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (int i = 1; i <= to; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                _count++;
                yield return i;
            }
        }
        finally
        {
            journal.Write("stream closed");
        }
    }
}
