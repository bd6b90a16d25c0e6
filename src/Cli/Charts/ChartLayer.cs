namespace Tollama.Cli.Charts;

/// <summary>What a dot of a chart belongs to; a later member is drawn over an earlier one.</summary>
internal enum ChartLayer : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The interval of the forecast.</summary>
    Band,

    /// <summary>Observed values before the forecast.</summary>
    History,

    /// <summary>Observed values of the forecast steps.</summary>
    Actual,

    /// <summary>The forecast.</summary>
    Forecast,
}
