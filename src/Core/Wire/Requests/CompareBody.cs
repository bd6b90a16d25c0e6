using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/compare</c> (contract/http-api §15).</summary>
public sealed record CompareBody
{
    /// <summary>Models in the order to run them; at least two, unique.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The request for the first model; the others differ in the name only.</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary><c>keep_alive</c>, not yet parsed.</summary>
    public KeepAlive KeepAlive { get; init; }

    /// <summary><c>response_options</c>.</summary>
    public ResponseOptions ResponseOptions { get; init; } = ResponseOptions.Default;
}
