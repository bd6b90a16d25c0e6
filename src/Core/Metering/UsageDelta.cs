namespace Tollama.Core.Metering;

/// <summary>What a caller used in a while, to be added to what it used before.</summary>
/// <param name="KeyId">Key id of the caller.</param>
/// <param name="Requests">Successful forecast executions.</param>
/// <param name="InferenceMs">Milliseconds of inference.</param>
/// <param name="Series">Series forecast.</param>
/// <param name="At">Time of the last execution.</param>
public sealed record UsageDelta(string KeyId, long Requests, double InferenceMs, long Series, DateTimeOffset At);
