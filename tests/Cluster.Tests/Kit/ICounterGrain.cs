using Tollama.Actors.Abstractions;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>Counts, says where it lives, echoes.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<CounterAnswer> AddAsync(int number);

    Task<double[]> EchoAsync(double[] numbers);

    Task<string> WaitAsync(string what, CancellationToken cancellationToken);

    Task FailAsync(string message);

    IAsyncEnumerable<int> CountUpAsync(int to, CancellationToken cancellationToken);

    IAsyncEnumerable<double[]> PourAsync(int size, CancellationToken cancellationToken);

    Task<int> StoreAsync(int number);
}

/// <summary>What a counter answers.</summary>
/// <param name="Count">Sum so far.</param>
/// <param name="Silo">Name of the silo it lives on.</param>
public sealed record CounterAnswer(int Count, string Silo);
