namespace Tollama.Bench;

/// <summary>One measurement.</summary>
/// <param name="Name">Sub-command.</param>
/// <param name="Summary">What it measures.</param>
/// <param name="Run">Measures, prints, and returns the exit code.</param>
internal sealed record Benchmark(string Name, string Summary, Func<string[], int> Run);
