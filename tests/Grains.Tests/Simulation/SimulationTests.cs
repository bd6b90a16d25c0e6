using System.Collections.Concurrent;
using System.Globalization;

namespace Tollama.Grains.Tests.Simulation;

/// <summary>
/// Random schedules of a whole cluster on a virtual clock, over the code that decides in the product.
/// <c>TOLLAMA_SIMULATION_SEED=n</c> runs one schedule again.
/// </summary>
public sealed class SimulationTests
{
    private const int Schedules = 10_000;

    [Fact]
    public void Keeps_every_law_in_ten_thousand_random_schedules()
    {
        if (Environment.GetEnvironmentVariable("TOLLAMA_SIMULATION_SEED") is { Length: > 0 } seed)
        {
            Run(int.Parse(seed, CultureInfo.InvariantCulture));
            return;
        }

        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        Parallel.For(0, Schedules, schedule =>
        {
            var cluster = Run(schedule);
            foreach (var (what, times) in cluster.Counts)
            {
                seen.AddOrUpdate(what, times, (_, before) => before + times);
            }

            foreach (var forecast in cluster.Forecasts)
            {
                seen.AddOrUpdate(forecast.End.ToString()!, 1, (_, before) => before + 1);
            }
        });

        string[] expected =
        [
            "Fetch",
            "FetchFailed",
            "FetchRefused",
            "StopFetch",
            "Grant",
            "Refuse",
            "Retire",
            "Expire",
            "Probe",
            "Leak",
            "Misfit",
            "Foreign",
            "Pressure",
            "Relief",
            "Crash",
            "Death",
            "Drain",
            "Assigned",
            "NoRoom",
            "TooLarge",
            "NoDevice",
            "PinnedUnavailable",
            "Waits",
            "Churn",
            "Alarm",
            "Pin",
            "Unpin",
            "PinRefused",
            "Answered",
            "Cancelled",
            "Refused",
            "Lost",
        ];
        Assert.All(
            expected,
            what => Assert.True(seen.GetValueOrDefault(what) >= 100, $"'{what}' hardly ever happens."));
    }

    [Fact]
    public void Repeats_a_schedule_exactly()
    {
        var first = Run(7);
        var second = Run(7);

        Assert.Equal(first.Clock.Now, second.Clock.Now);
        Assert.Equal(first.Counts.ToDictionary(), second.Counts.ToDictionary());
        Assert.Equal(first.Forecasts.Select(one => one.End), second.Forecasts.Select(one => one.End));
    }

    private static SimulatedCluster Run(int seed)
    {
        var cluster = new SimulatedCluster(seed);
        try
        {
            cluster.Run();
        }
        catch (InvalidOperationException fault)
        {
            throw new InvalidOperationException(
                $"Schedule {seed} at {cluster.Clock.Now}: {fault.Message}. TOLLAMA_SIMULATION_SEED={seed} runs it "
                    + "again.",
                fault);
        }

        return cluster;
    }
}
