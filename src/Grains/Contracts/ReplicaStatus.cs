namespace Tollama.Grains.Contracts;

/// <summary>A copy as it is now.</summary>
/// <param name="IsLoaded">Whether it holds its model.</param>
/// <param name="SizeBytes">Bytes it holds on its device.</param>
/// <param name="Queued">Forecasts that wait in it.</param>
/// <param name="Running">Forecasts that its engine computes.</param>
public sealed record ReplicaStatus(bool IsLoaded, long SizeBytes, int Queued, int Running);
