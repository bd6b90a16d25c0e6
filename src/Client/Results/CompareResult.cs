namespace Tollama.Client.Results;

/// <summary>The answer of a comparison (contract/http-api §15).</summary>
/// <param name="Horizon">Steps.</param>
/// <param name="Results">One per model, in the order of the request.</param>
public sealed record CompareResult(int Horizon, IReadOnlyList<PartResult> Results);
