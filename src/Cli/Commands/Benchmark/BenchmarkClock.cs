namespace Tollama.Cli.Commands.Benchmark;

/// <summary>Measures how long answers take.</summary>
internal sealed class BenchmarkClock(TimeProvider time)
{
    private const int WarmUpCalls = 50;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1);

    /// <summary>Runs a call; returns its result and its duration.</summary>
    public async Task<(T Result, TimeSpan Elapsed)> TimeAsync<T>(Func<Task<T>> call)
    {
        long start = time.GetTimestamp();
        var result = await call();
        return (result, time.GetElapsedTime(start));
    }

    /// <summary>
    /// Makes a call that is not measured: once where it takes a second, up to 50 times within a second otherwise. What
    /// first calls cost alone (loading, compiling) would make the model that comes first look slow.
    /// </summary>
    /// <param name="call">The call; false where it failed, which ends the warm-up.</param>
    public async Task WarmUpAsync(Func<Task<bool>> call)
    {
        long start = time.GetTimestamp();
        int calls = 0;
        bool isAnswered;
        do
        {
            isAnswered = await call();
            calls++;
        }
        while (isAnswered && calls < WarmUpCalls && time.GetElapsedTime(start) < WarmUpTime);
    }
}
