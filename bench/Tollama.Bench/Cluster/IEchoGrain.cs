using Tollama.Actors.Abstractions;

namespace Tollama.Bench.Cluster;

/// <summary>Answers at once.</summary>
public interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>Does nothing.</summary>
    Task PingAsync();

    /// <summary>The same numbers.</summary>
    Task<double[]> EchoAsync(double[] numbers);
}
