namespace Tollama.Models.Serving;

/// <summary>The columns of one series' forecast, each <c>(horizon)</c>, to be filled in place.</summary>
/// <param name="values">The mean, then one column per level.</param>
/// <param name="horizon">Steps.</param>
internal readonly ref struct ColumnBlock(Span<double> values, int horizon)
{
    private readonly Span<double> _values = values;

    /// <summary>Number of levels.</summary>
    public int Levels => (_values.Length / horizon) - 1;

    /// <summary>The point forecast.</summary>
    public Span<double> Mean => _values[..horizon];

    /// <summary>All columns, one after another.</summary>
    public Span<double> All => _values;

    /// <summary>The levels' columns, one after another.</summary>
    public Span<double> Quantiles => _values[horizon..];

    /// <summary>The column of a level.</summary>
    /// <param name="level">Its place among the request's levels.</param>
    public Span<double> this[int level] => _values.Slice((level + 1) * horizon, horizon);
}
