namespace Tollama.Cli.Data;

/// <summary>What the columns of a CSV file mean.</summary>
internal sealed record ColumnRoles
{
    /// <summary>Column of series names; -1 when the file holds one series.</summary>
    public required int Id { get; init; }

    /// <summary>Column of times.</summary>
    public required int Time { get; init; }

    /// <summary>Column of values to forecast; -1 in a file of covariates only.</summary>
    public required int Target { get; init; }

    /// <summary>Every other column that is used.</summary>
    public required IReadOnlyList<int> Covariates { get; init; }

    /// <summary>How times are written.</summary>
    public required DateReader Dates { get; init; }
}
