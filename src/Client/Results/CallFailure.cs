namespace Tollama.Client.Results;

/// <summary>Why one part of a composite failed (contract/http-api §15).</summary>
/// <param name="Category">Such as <c>MODEL_MISSING</c>.</param>
/// <param name="StatusCode">The HTTP status it would have had alone.</param>
/// <param name="Message">A sentence.</param>
public sealed record CallFailure(string Category, int StatusCode, string Message);
