namespace Tollama.Cli.Data;

/// <summary>The forecast of one series beside its history.</summary>
internal sealed record SeriesOutcome
{
    /// <summary>Name of the series.</summary>
    public required string Id { get; init; }

    /// <summary>Frequency that the daemon used.</summary>
    public required string Freq { get; init; }

    /// <summary>Time of the first step.</summary>
    public required string StartTimestamp { get; init; }

    /// <summary>Point forecast, one value per step.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Quantiles by ascending level; none when none were asked for or the model gives none.</summary>
    public required IReadOnlyList<QuantilePath> Quantiles { get; init; }

    /// <summary>Times of the history.</summary>
    public required IReadOnlyList<string> Timestamps { get; init; }

    /// <summary>Values of the history.</summary>
    public required IReadOnlyList<double> Target { get; init; }
}
