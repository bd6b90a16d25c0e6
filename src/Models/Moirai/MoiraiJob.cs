using Tollama.Core.Forecasting;

namespace Tollama.Models.Moirai;

/// <summary>One request on its way through the network.</summary>
internal sealed class MoiraiJob
{
    /// <summary>The request.</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary>Points of history that every series of the request reads.</summary>
    public required int Context { get; init; }

    /// <summary>Most series of one engine call.</summary>
    public required int BatchSize { get; init; }

    /// <summary>One packed row per series.</summary>
    public required IReadOnlyList<MoiraiRow> Rows { get; init; }

    /// <summary>Per series and level of the head the horizon; set by the run.</summary>
    public double[][][] Levels { get; set; } = [];
}
