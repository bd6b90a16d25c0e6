namespace Tollama.Grains.Devices;

/// <summary>What the driver says of a device's memory.</summary>
/// <param name="FreeBytes">Free for everybody.</param>
/// <param name="OwnBytes">
/// What copies of ours were accounted with when it was read, as far as they had been loaded.
/// </param>
internal readonly record struct MemoryReading(long FreeBytes, long OwnBytes);
