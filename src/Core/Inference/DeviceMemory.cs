namespace Tollama.Core.Inference;

/// <summary>Memory of a device, as measured.</summary>
/// <param name="TotalBytes">All of it; null where nobody can say.</param>
/// <param name="UsedBytes">Held by anyone, other programs included; null where nobody can say.</param>
public readonly record struct DeviceMemory(long? TotalBytes, long? UsedBytes);
