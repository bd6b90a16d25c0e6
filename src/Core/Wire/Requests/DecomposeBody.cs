namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/xai/forecast-decompose</c>.</summary>
/// <param name="Data">The series.</param>
/// <param name="Period">Points of one season; null to find it.</param>
public sealed record DecomposeBody(ReadOnlyMemory<double> Data, int? Period);
