using System.Collections.Frozen;

namespace Tollama.Core.Errors;

/// <summary>
/// The one table from <see cref="ErrorCode"/> to HTTP status, wire code and client exit code (contract/http-api §1.4,
/// cli §5).
/// </summary>
public static class ErrorTable
{
    private static readonly FrozenDictionary<ErrorCode, ErrorRow> Rows = new Dictionary<ErrorCode, ErrorRow>
    {
        [ErrorCode.InvalidRequest] = new(400, null, 2),
        [ErrorCode.ValidationFailed] = new(400, null, 2),
        [ErrorCode.BadRequest] = new(400, "BAD_REQUEST", 2),
        [ErrorCode.ModelUnsupported] = new(400, "MODEL_UNSUPPORTED", 2),
        [ErrorCode.Unauthorized] = new(401, null, 5),
        [ErrorCode.Forbidden] = new(403, null, 5),
        [ErrorCode.ModelNotFound] = new(404, null, 4),
        [ErrorCode.NotFound] = new(404, null, 4),
        [ErrorCode.LicenceRequired] = new(409, null, 5),
        [ErrorCode.Conflict] = new(409, null, 5),
        [ErrorCode.PayloadTooLarge] = new(413, null, 2),
        [ErrorCode.RateLimited] = new(429, null, 10),
        [ErrorCode.ChurnLimited] = new(429, "CHURN_LIMIT", 10),
        [ErrorCode.Misconfigured] = new(500, null, 10),
        [ErrorCode.Internal] = new(500, null, 10),
        [ErrorCode.ForecastFailed] = new(502, "FORECAST_ERROR", 10),
        [ErrorCode.UpstreamFailed] = new(502, null, 10),
        [ErrorCode.StorageFailed] = new(502, null, 10),
        [ErrorCode.DependencyMissing] = new(503, "DEPENDENCY_MISSING", 10),
        [ErrorCode.Unavailable] = new(503, null, 10),
        [ErrorCode.Overloaded] = new(503, null, 10),
        [ErrorCode.InsufficientMemory] = new(503, null, 10),
        [ErrorCode.DeadlineExceeded] = new(503, null, 6),
        [ErrorCode.DeadlineUnmet] = new(503, "DEADLINE_UNMET", 6),
    }.ToFrozenDictionary();

    /// <summary>What <paramref name="code"/> means on every surface.</summary>
    public static ErrorRow Describe(ErrorCode code) => Rows[code];
}
