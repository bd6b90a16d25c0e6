namespace Tollama.Actors.Generator;

/// <summary>A parameter of a grain method or constructor.</summary>
/// <param name="Name">As declared.</param>
/// <param name="Type">Fully qualified type.</param>
/// <param name="IsCancellation">Whether it is a cancellation token.</param>
/// <param name="WireId">Suffix of the methods that write and read it; null where it does not cross the wire.</param>
/// <param name="StateName">Name of the persistent state to inject; null for a service.</param>
internal sealed record GrainParameter(string Name, string Type, bool IsCancellation, string? WireId, string? StateName);
