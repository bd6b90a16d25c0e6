namespace Tollama.Core.Parquet.Compression.Zstd;

/// <summary>One of the three numbers of a sequence.</summary>
/// <param name="MostAccuracy">Largest accuracy of its table.</param>
/// <param name="Predefined">The table where a block does not bring one.</param>
/// <param name="LastCode">Largest code.</param>
internal sealed record SequenceKind(int MostAccuracy, FseTable Predefined, int LastCode);
