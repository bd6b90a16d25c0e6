namespace Tollama.Cli.Commands.Benchmark;

/// <summary>Measures how long answers take.</summary>
internal sealed class BenchmarkClock(TimeProvider time)
{
    /// <summary>Runs a call; returns its result and its duration.</summary>
    public async Task<(T Result, TimeSpan Elapsed)> TimeAsync<T>(Func<Task<T>> call)
    {
        long start = time.GetTimestamp();
        var result = await call();
        return (result, time.GetElapsedTime(start));
    }
}
