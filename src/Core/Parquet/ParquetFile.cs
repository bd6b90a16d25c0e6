using Tollama.Core.Parquet.Format;
using Tollama.Core.Tables;

namespace Tollama.Core.Parquet;

/// <summary>
/// Reads flat Parquet files: columns of numbers, texts, booleans and times, which may be missing. A column that cannot
/// be read (lists, structures, codecs and encodings that this reader lacks) stays in the table and says why.
/// </summary>
internal static class ParquetFile
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="Errors.TollamaException">
    /// InvalidRequest: no Parquet file, damaged, encrypted, or too large.
    /// </exception>
    public static Table Read(ReadOnlyMemory<byte> file)
    {
        var footer = ParquetFooter.Read(file.Span);
        var notes = PandasNotes.Read(footer.Note("pandas"));
        var budget = new ParquetBudget();
        var columns = footer.Columns
            .Select(field => ReadColumn(field, footer, notes.Zone(field.Name), file, budget))
            .ToList();
        if (notes.Index is not [var index] || columns.Find(column => column.Name == index) is not { } found)
        {
            return new Table(columns);
        }

        // A frame's index is no column of it; as a date index it can stand in for a timestamp column.
        columns.Remove(found);
        return new Table(columns, found.Kind == CellKind.Time ? found : null);
    }

    private static TableColumn ReadColumn(
        SchemaField field, ParquetFooter footer, string? zone, ReadOnlyMemory<byte> file, ParquetBudget budget)
    {
        long rows = 0;
        try
        {
            if (field.Physical is null || field.ChildCount > 0 || field.IsRepeated)
            {
                throw new UnsupportedParquetException("it holds lists or structures");
            }

            var cells = new ColumnCells(field, zone);
            foreach (var group in footer.RowGroups)
            {
                var chunk = group.Columns.FirstOrDefault(chunk => chunk.Path is [var name] && name == field.Name)
                    ?? throw ParquetFault.Damaged($"a row group lacks column '{field.Name}'");
                rows += group.RowCount;
                new ColumnReader(field, chunk, file, budget).ReadInto(cells);
                if (cells.Count != rows)
                {
                    throw ParquetFault.Damaged($"column '{field.Name}' has {cells.Count} values in {rows} rows");
                }
            }

            return cells.Build();
        }
        catch (UnsupportedParquetException fault)
        {
            return TableColumn.Unreadable(field.Name, RowCount(footer), fault.Message);
        }
    }

    private static int RowCount(ParquetFooter footer) =>
        (int)
            Math.Clamp(
                footer.RowGroups.Aggregate(
                    0L,
                    (sum, group) => Math.Max(0, sum) + Math.Clamp(group.RowCount, 0, int.MaxValue)),
                0,
                int.MaxValue);
}
