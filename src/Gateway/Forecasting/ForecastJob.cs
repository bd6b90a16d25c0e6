using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Gateway.Auth;

namespace Tollama.Gateway.Forecasting;

/// <summary>One forecast to execute.</summary>
/// <param name="Request">The valid request, with its series.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record ForecastJob(ForecastRequest Request, Caller Caller)
{
    /// <summary>How long the model stays loaded afterwards, not yet parsed.</summary>
    public KeepAlive KeepAlive { get; init; }

    /// <summary>How long it may take when the request does not say; null for the server's default.</summary>
    public TimeSpan? DefaultTimeout { get; init; }

    /// <summary>Whether the answer gets a narrative (§18.6).</summary>
    public bool WantsNarrative { get; init; }

    /// <summary>Whether the series come from a table: then series beyond a model's limit are left out, not refused.</summary>
    public bool IsFromTable { get; init; }

    /// <summary>What preprocessing did (§18.4); null when there was none.</summary>
    public JsonObject? Preprocessing { get; init; }

    /// <summary>Warnings of the preprocessing.</summary>
    public IReadOnlyList<string> PreprocessingWarnings { get; init; } = [];
}
