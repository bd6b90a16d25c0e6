namespace Tollama.Cli.Commands.Serve;

/// <summary>A checkpoint that was written.</summary>
/// <param name="Family">Our name of its family.</param>
/// <param name="Model">The published model that it resembles.</param>
/// <param name="Tensors">Number of its tensors.</param>
/// <param name="Parameters">Number of its numbers.</param>
/// <param name="Bytes">Bytes of its numbers.</param>
internal sealed record WrittenCheckpoint(string Family, string Model, int Tensors, long Parameters, long Bytes);
