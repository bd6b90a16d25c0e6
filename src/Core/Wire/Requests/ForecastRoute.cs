namespace Tollama.Core.Wire.Requests;

/// <summary>Which route a forecast body was sent to; they differ in a few fields (contract/http-api §2.2).</summary>
public enum ForecastRoute
{
    /// <summary><c>POST /v1/forecast</c>: no <c>stream</c>.</summary>
    V1,

    /// <summary><c>POST /api/forecast</c> and <c>/api/forecast/stream</c>: with <c>stream</c>.</summary>
    Api,

    /// <summary><c>POST /api/validate</c>: neither <c>stream</c> nor <c>keep_alive</c>.</summary>
    Validate,

    /// <summary>The <c>payload</c> of <c>POST /api/forecast/upload</c>: series come from the uploaded table.</summary>
    Upload,
}
