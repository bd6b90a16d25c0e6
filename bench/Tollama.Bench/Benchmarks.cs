using Tollama.Bench.Cluster;
using Tollama.Bench.Daemon;
using Tollama.Bench.Networks;
using Tollama.Bench.Parsing;
using Tollama.Bench.Statistics;

namespace Tollama.Bench;

/// <summary>The table of measurements, one line each.</summary>
internal static class Benchmarks
{
    public static readonly IReadOnlyList<Benchmark> All =
    [
        new("parse", "reads forecast bodies: MB/s and bytes allocated per byte of numbers", ParseBenchmark.Run),
        new("seasonal", "seasonal-naive through the family: series/s", SeasonalNaiveBenchmark.Run),
        new(
            "statistics",
            "statistical models (names; default all): processor ms per series by length",
            StatisticsBenchmark.Run),
        new(
            "statistics-scaling",
            "statistical models (names; default two): series/s from one core to all",
            ScalingBenchmark.Run),
        new(
            "statistics-coverage",
            "statistical models: how often the truth is inside their intervals",
            CoverageBenchmark.Run),
        new(
            "daemon",
            "a published binary (argument): start, idle memory, mock forecasts/s against a bare endpoint",
            DaemonBenchmark.Run),
        new(
            "cluster",
            "a published binary, kills (default 5): calls, placement, batching, and what a killed or frozen silo costs",
            ClusterBenchmark.Run),
        new(
            "families",
            "every network at published size (or those named): forecasts, engine, memory, loading",
            FamiliesBenchmark.Run),
        new("products", "the forms of a linear layer: ms by number of tokens", ProductsBenchmark.Run),
        new(
            "chronos2",
            "our graph of Chronos-2 against a plain export; with a published binary (argument), what it serves",
            Chronos2Benchmark.Run),
    ];
}
