namespace Tollama.Core.Inference;

/// <summary>A device that this silo may put models on.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What its maker calls it.</param>
/// <param name="TotalBytes">Memory that models may use; null where nobody can say.</param>
/// <param name="Pace">How long a simulated device takes; null where that is as long as it takes.</param>
public sealed record DeviceInfo(DeviceId Id, string Name, long? TotalBytes, SimulatedPace? Pace = null);
