namespace Tollama.Core.Inference;

/// <summary>One published file of a model.</summary>
/// <param name="Path">Name in the repository, with forward slashes.</param>
/// <param name="Sha256">Lower-case hex digest of the content.</param>
/// <param name="Size">Bytes.</param>
public sealed record WeightFile(string Path, string Sha256, long Size);
