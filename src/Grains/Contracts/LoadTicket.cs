namespace Tollama.Grains.Contracts;

/// <summary>A device's answer to a model that wants in.</summary>
/// <param name="Refusal">Why not; <see cref="LoadRefusal.None"/> when it may load.</param>
/// <param name="Generation">Number of the load.</param>
/// <param name="RetryAfter">When to ask again.</param>
public sealed record LoadTicket(LoadRefusal Refusal, long Generation, TimeSpan RetryAfter);
