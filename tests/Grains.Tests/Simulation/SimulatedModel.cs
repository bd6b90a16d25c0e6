namespace Tollama.Grains.Tests.Simulation;

/// <summary>A model: what its files say it takes, and what it does take.</summary>
internal sealed record SimulatedModel(string Name, string Family, long EstimatedBytes, long TrueBytes);
