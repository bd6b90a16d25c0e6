namespace Tollama.Client.Results;

/// <summary>Synthetic series (contract/http-api §18.9).</summary>
/// <param name="Method">How they were made.</param>
/// <param name="Generated">The series, in the order of their sources.</param>
/// <param name="Warnings">What to know of them.</param>
public sealed record GenerateResult(
    string Method, IReadOnlyList<SyntheticSeries> Generated, IReadOnlyList<string> Warnings);
