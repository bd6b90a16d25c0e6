namespace Tollama.Bench.Statistics;

/// <summary>How intervals did.</summary>
/// <param name="Count">Steps that were forecast.</param>
/// <param name="Inside80">Share inside the 80 % interval.</param>
/// <param name="Inside95">Share inside the 95 % interval.</param>
/// <param name="Width80">Mean width of the 80 % interval over the mean size of the truth.</param>
/// <param name="Width95">The same of the 95 % interval.</param>
/// <param name="Milliseconds">Time of a forecast.</param>
internal sealed record CoverageScore(
    int Count, double Inside80, double Inside95, double Width80, double Width95, double Milliseconds);
