using System.Runtime.CompilerServices;
using Tollama.Actors.Abstractions;
using Tollama.Core.Errors;

namespace Tollama.Cluster.Tests.Kit;

internal sealed class CounterGrain(
    SiloProbe silo, [PersistentState("sum")] IPersistentState<CounterState> stored) : Grain, ICounterGrain
{
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        silo.Activated(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        silo.Deactivated(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task<CounterAnswer> AddAsync(int number)
    {
        _count += number;
        return Task.FromResult(new CounterAnswer(_count, silo.Name));
    }

    public Task<double[]> EchoAsync(double[] numbers) => Task.FromResult(numbers);

    public async Task<string> WaitAsync(string what, CancellationToken cancellationToken)
    {
        silo.Signal($"begun {what}");
        try
        {
            await silo.WaitAsync(what, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            silo.Signal($"cancelled {what}");
            throw;
        }

        return silo.Name;
    }

    public Task FailAsync(string message) => throw new TollamaException(ErrorCode.Conflict, message)
    {
        RetryAfter = TimeSpan.FromSeconds(3),
    };

    public async IAsyncEnumerable<int> CountUpAsync(
        int to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (int i = 1; i <= to; i++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return i;
            }
        }
        finally
        {
            silo.Signal("stream closed");
        }
    }

    public async IAsyncEnumerable<double[]> PourAsync(
        int size,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return new double[size];
            }
        }
        finally
        {
            silo.Signal("pour closed");
        }
    }

    public async Task<int> StoreAsync(int number)
    {
        stored.State.Sum += number;
        await stored.WriteStateAsync();
        return stored.State.Sum;
    }
}

/// <summary>State of a counter.</summary>
internal sealed class CounterState
{
    public int Sum { get; set; }
}
