namespace Tollama.Cli.Data;

/// <summary>One series of a table, ready to be sent.</summary>
internal sealed record TableSeries
{
    /// <summary>Name of the series.</summary>
    public required string Id { get; init; }

    /// <summary>Times of the history, ISO 8601, ascending.</summary>
    public required IReadOnlyList<string> Timestamps { get; init; }

    /// <summary>Values of the history, as many as <see cref="Timestamps"/>.</summary>
    public required IReadOnlyList<double> Target { get; init; }

    /// <summary>Times of the rows after the last target, in order.</summary>
    public IReadOnlyList<string> FutureTimestamps { get; init; } = [];

    /// <summary>Covariates, each with a value per history row.</summary>
    public IReadOnlyList<TableCovariate> Covariates { get; init; } = [];
}
