using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/scenario-tree</c> (contract/http-api §18.9), valid.</summary>
public sealed record ScenarioTreeBody
{
    /// <summary>The request; its quantiles are the branches.</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary>Levels of the tree, 1 to 6, not more than the horizon.</summary>
    public required int Depth { get; init; }

    /// <summary><c>keep_alive</c>, not yet parsed.</summary>
    public KeepAlive KeepAlive { get; init; }

    /// <summary><c>response_options</c>.</summary>
    public ResponseOptions ResponseOptions { get; init; } = ResponseOptions.Default;
}
