namespace Tollama.Grains.Contracts;

/// <summary>What an engine call was seen to take.</summary>
/// <param name="Shape">How big it was.</param>
/// <param name="Bytes">Memory beyond the model itself.</param>
public sealed record MeasuredCall(RunShape Shape, long Bytes);
