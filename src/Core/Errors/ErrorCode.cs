namespace Tollama.Core.Errors;

/// <summary>
/// Every fault that a caller can act on. Closed: a new member needs a row in <see cref="ErrorTable"/>.
/// </summary>
public enum ErrorCode
{
    /// <summary>The request cannot be carried out as it stands (business rule); the message says why.</summary>
    InvalidRequest,

    /// <summary>The body breaks the schema; every problem is listed at once.</summary>
    ValidationFailed,

    /// <summary>A model family refuses the input: <c>BAD_REQUEST</c> on the wire.</summary>
    BadRequest,

    /// <summary>The family or this checkpoint cannot forecast: <c>MODEL_UNSUPPORTED</c> on the wire.</summary>
    ModelUnsupported,

    /// <summary>The caller gave no valid API key.</summary>
    Unauthorized,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>The named model is not installed, or not known.</summary>
    ModelNotFound,

    /// <summary>Another named thing does not exist.</summary>
    NotFound,

    /// <summary>The model's licence has not been accepted.</summary>
    LicenceRequired,

    /// <summary>Another operation on the same thing is running.</summary>
    Conflict,

    /// <summary>The body exceeds the limit.</summary>
    PayloadTooLarge,

    /// <summary>The caller exceeded its rate limit.</summary>
    RateLimited,

    /// <summary>
    /// The devices load more than they compute, and work in bulk would wait longer than it may: <c>CHURN_LIMIT</c> on
    /// the wire.
    /// </summary>
    ChurnLimited,

    /// <summary>
    /// The state folder holds something unusable (settings file, install record); an operator must repair it.
    /// </summary>
    Misconfigured,

    /// <summary>Our bug; the message is hidden from callers.</summary>
    Internal,

    /// <summary>
    /// The engine failed, or produced a number that is not finite: <c>FORECAST_ERROR</c> on the wire.
    /// </summary>
    ForecastFailed,

    /// <summary>The model hub answered wrongly or not at all.</summary>
    UpstreamFailed,

    /// <summary>The disk refused: full, read-only, no permission.</summary>
    StorageFailed,

    /// <summary>A native library or another dependency is missing: <c>DEPENDENCY_MISSING</c> on the wire.</summary>
    DependencyMissing,

    /// <summary>No silo can serve this now, or it is draining.</summary>
    Unavailable,

    /// <summary>A bounded queue is full; retry later.</summary>
    Overloaded,

    /// <summary>No device has room for the model and nothing can be evicted.</summary>
    InsufficientMemory,

    /// <summary>The forecast did not end within its timeout.</summary>
    DeadlineExceeded,

    /// <summary>
    /// The forecast would not end within its timeout, by what its model's forecasts took so far: <c>DEADLINE_UNMET</c>
    /// on the wire.
    /// </summary>
    DeadlineUnmet,
}
