namespace Tollama.Grains.Contracts;

/// <summary>How a load ended.</summary>
/// <param name="Refusal">Why the model is not loaded; <see cref="LoadRefusal.None"/> when it is.</param>
/// <param name="RetryAfter">When to try again.</param>
/// <param name="Took">How long this load took; null when the model was there already, or has no weights.</param>
public sealed record LoadOutcome(LoadRefusal Refusal, TimeSpan RetryAfter, TimeSpan? Took);
