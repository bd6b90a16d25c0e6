namespace Tollama.Core.Inference;

/// <summary>The files of an installed version, whole on the machine that offers them.</summary>
/// <param name="Licence">Identifier of its licence.</param>
/// <param name="Files">The files.</param>
public sealed record WeightOffer(string Licence, IReadOnlyList<WeightFile> Files);
