namespace Tollama.Grains.Contracts;

/// <summary>A model that is about to be loaded somewhere.</summary>
/// <param name="Name">Name it is installed under.</param>
/// <param name="Family">Family as the contract names it.</param>
/// <param name="Device">Where, <c>silo/device</c>.</param>
/// <param name="State">How far it is.</param>
/// <param name="SizeBytes">Bytes that it will take, by estimate.</param>
public sealed record ComingModel(string Name, string Family, string Device, ReplicaState State, long SizeBytes);
