using System.Diagnostics;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;

namespace Tollama.Bench.Cluster;

/// <summary>Time of a decision over 64 full devices, where every one has to be asked who would go.</summary>
internal static class PlacementFigures
{
    private const int Devices = 64;
    private const int Decisions = 3_000;
    private const long Gibibyte = 1L << 30;

    public static void Print()
    {
        Print("200 copies in all", Snapshot(device => (device * 200 / Devices, (device + 1) * 200 / Devices)));
        Print("12 copies on each", Snapshot(device => (device * 12, (device + 1) * 12)));
        Print("200 copies on each", Snapshot(device => (device * 200, (device + 1) * 200)));
    }

    private static void Print(string what, DeviceView[] devices)
    {
        var times = new List<double>();
        for (int i = -Decisions; i < Decisions; i++) // the first half warms up
        {
            var request = new PlacementRequest { Model = $"new{i % 10}", Bytes = Gibibyte, Seed = i };
            long began = Stopwatch.GetTimestamp();
            var decision = PlacementRule.Decide(devices, request);
            double microseconds = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            if (decision.Outcome != PlacementOutcome.Assigned)
            {
                throw new InvalidOperationException($"Nothing was assigned: {decision.Outcome}.");
            }

            if (i >= 0)
            {
                times.Add(microseconds);
            }
        }

        double half = ClusterBenchmark.Percentile(times, 0.5);
        double most = ClusterBenchmark.Percentile(times, 0.99);
        ClusterBenchmark.Print($"placement, {Devices} full devices, {what}: p50 {half:F0} µs, p99 {most:F0} µs");
    }

    private static DeviceView[] Snapshot(Func<int, (int From, int To)> copies)
    {
        var noise = new Random(1);
        var devices = new DeviceView[Devices];
        for (int i = 0; i < Devices; i++)
        {
            var (from, to) = copies(i);
            long size = 2 * Gibibyte / Math.Max(1, to - from);
            devices[i] = new DeviceView
            {
                Device = $"silo{i}/cuda:0",
                Kind = "cuda",
                FreeBytes = 0,
                CeilingBytes = 24 * Gibibyte,
                Replicas =
                [
                    .. Enumerable.Range(from, to - from).Select(copy => new ReplicaSummary(
                        $"m{copy}", "mock", ReplicaState.Ready, 1, size + noise.Next(1 << 20), copy % 3,
                        null, DateTimeOffset.UnixEpoch, noise.NextDouble(), copy % 7 == 6, TimeSpan.Zero)),
                ],
            };
        }

        return devices;
    }
}
