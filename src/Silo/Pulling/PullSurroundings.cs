using Tollama.Core.Inference;

namespace Tollama.Silo.Pulling;

/// <summary>What a pull needs of the world around it.</summary>
/// <param name="Families">Says what a checkpoint is.</param>
/// <param name="Time">Clock.</param>
/// <param name="FreeBytes">Bytes that the disk of an existing folder has left for this user.</param>
internal sealed record PullSurroundings(IForecasterFactory Families, TimeProvider Time, Func<string, long> FreeBytes);
