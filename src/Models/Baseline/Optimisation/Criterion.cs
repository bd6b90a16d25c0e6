namespace Tollama.Models.Baseline.Optimisation;

/// <summary>A function to minimise: its value at <paramref name="x"/>, +∞ where it is not defined.</summary>
/// <param name="x">The point.</param>
/// <param name="gradient">Takes the derivatives where the value is finite.</param>
internal delegate double Criterion(ReadOnlySpan<double> x, Span<double> gradient);
