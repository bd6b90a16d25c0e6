using Tollama.Core.Inference;

namespace Tollama.Grains.Contracts;

/// <summary>A model to load.</summary>
/// <param name="Artifact">The installed model.</param>
/// <param name="Class">How urgent it is.</param>
/// <param name="Backlog">Forecasts that wait for it.</param>
public sealed record LoadOrder(ModelArtifact Artifact, WorkClass Class, int Backlog);
