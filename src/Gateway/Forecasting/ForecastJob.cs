using Tollama.Core.Forecasting;
using Tollama.Core.Ingest;
using Tollama.Gateway.Auth;

namespace Tollama.Gateway.Forecasting;

/// <summary>One forecast to execute.</summary>
/// <param name="Request">The valid request, with its series.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record ForecastJob(ForecastRequest Request, Caller Caller)
{
    /// <summary>How long the model stays loaded afterwards, not yet parsed.</summary>
    public KeepAlive KeepAlive { get; init; }

    /// <summary>The table that the series come from; null when the request brought them.</summary>
    public IngestedTable? Table { get; init; }

    /// <summary>Whether the answer tells in words what it shows.</summary>
    public bool WithNarrative { get; init; }
}
