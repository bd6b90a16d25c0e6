namespace Tollama.Cli.Data;

/// <summary>One covariate of one series, as texts.</summary>
/// <param name="Name">Its column.</param>
/// <param name="IsNumeric">Whether every cell of the column is a number.</param>
/// <param name="Past">A cell per history row.</param>
/// <param name="Future">A cell per future row; empty when the column is known in the past only.</param>
internal sealed record TableCovariate(
    string Name, bool IsNumeric, IReadOnlyList<string> Past, IReadOnlyList<string> Future);
