namespace Tollama.Grains.Fitting;

/// <summary>Something measured, and what it may depend on.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Value">What was measured.</param>
internal readonly record struct FitPoint(double[] Terms, double Value);
