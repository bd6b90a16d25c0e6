namespace Tollama.Grains.Contracts;

/// <summary>What a machine says of a model's files.</summary>
/// <param name="AreHere">Whether they are on its disk.</param>
/// <param name="BytesPerSecond">How fast files came lately, positive; a guess before any did.</param>
public sealed record WeightsAnswer(bool AreHere, double BytesPerSecond);
