using Tollama.Core.Forecasting;
using Tollama.Models.Serving;

namespace Tollama.Models.Toto;

/// <summary>One request on its way through the model.</summary>
internal sealed class TotoJob
{
    /// <summary>The request.</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary>Its options.</summary>
    public required TotoOptions Options { get; init; }

    /// <summary>One row per series.</summary>
    public required IReadOnlyList<TotoRow> Rows { get; init; }

    /// <summary>Time of the first step of each series.</summary>
    public required IReadOnlyList<string> Starts { get; init; }

    /// <summary>Warnings so far.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How its rows are continued.</summary>
    public TotoPlan Plan => new(Request.Horizon, Options.FollowsMean ? 1 : Options.Sampling.Samples, Options.UsesCache);

    /// <summary>Continuations of each series; set by the run.</summary>
    public SampleSet[] Samples { get; set; } = [];
}
