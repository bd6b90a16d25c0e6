using Tollama.Bench.Parsing;

namespace Tollama.Bench;

/// <summary>The table of measurements, one line each.</summary>
internal static class Benchmarks
{
    public static readonly IReadOnlyList<Benchmark> All =
    [
        new("parse", "reads forecast bodies: MB/s and bytes allocated per byte of numbers", ParseBenchmark.Run),
    ];
}
