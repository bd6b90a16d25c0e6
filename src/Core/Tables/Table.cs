namespace Tollama.Core.Tables;

/// <summary>A table as it was read from a file: columns of equal length.</summary>
/// <param name="Columns">The columns, names trimmed.</param>
/// <param name="DateIndex">Column that the file marks as its date index; null where there is none.</param>
public sealed record Table(IReadOnlyList<TableColumn> Columns, TableColumn? DateIndex = null)
{
    /// <summary>Number of rows.</summary>
    public int RowCount => Columns.Count > 0 ? Columns[0].Count : DateIndex?.Count ?? 0;
}
