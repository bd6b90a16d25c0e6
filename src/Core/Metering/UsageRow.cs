namespace Tollama.Core.Metering;

/// <summary>What a caller has used so far (storage-and-config §9).</summary>
/// <param name="KeyId">Key id of the caller.</param>
/// <param name="RequestCount">Successful forecast executions.</param>
/// <param name="TotalInferenceMs">Milliseconds of inference.</param>
/// <param name="SeriesProcessed">Series forecast.</param>
/// <param name="UpdatedAt">Time of the last execution, ISO UTC.</param>
public sealed record UsageRow(
    string KeyId, long RequestCount, double TotalInferenceMs, long SeriesProcessed, string UpdatedAt);
