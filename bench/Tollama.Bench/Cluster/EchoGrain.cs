using Tollama.Actors.Abstractions;

namespace Tollama.Bench.Cluster;

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task PingAsync() => Task.CompletedTask;

    public Task<double[]> EchoAsync(double[] numbers) => Task.FromResult(numbers);
}
