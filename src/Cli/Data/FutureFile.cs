namespace Tollama.Cli.Data;

/// <summary>A file of covariates for the steps to forecast; its columns have the names of the history's file.</summary>
internal static class FutureFile
{
    /// <summary>Reads the rows, with their cells in the order of the history's columns.</summary>
    /// <exception cref="CommandFailedException">A column that the history lacks, or wrong cells.</exception>
    public static IReadOnlyList<DatedRow> Read(
        InputText input, CsvGrid history, ColumnRoles roles, List<string> notes)
    {
        string source = input.Source;
        var grid = CsvGrid.Read(input, notes);
        var own = ColumnDetector.Detect(grid, needsTarget: false, notes);
        var columns = new int[grid.Header.Count];
        for (int column = 0; column < columns.Length; column++)
        {
            columns[column] = column == own.Time ? roles.Time
                : column == own.Id ? roles.Id
                : history.Find(grid.Header[column]);
            if (columns[column] < 0 && grid.Header[column].Length > 0)
            {
                throw CsvError.At(source, 1, grid.Header[column], $"{history.Source} has no such column");
            }
        }

        if (roles.Id >= 0 && own.Id < 0)
        {
            throw CommandFailedException.WrongInput(
                $"{source} has no column '{history.Header[roles.Id]}', which says what series a row belongs to.");
        }

        return [.. grid.Rows.Select(row => Translate(row, grid, own, history, roles, columns))];
    }

    private static DatedRow Translate(
        CsvRow row, CsvGrid grid, ColumnRoles own, CsvGrid history, ColumnRoles roles, int[] columns)
    {
        string time = row.Cells[own.Time];
        var moment = own.Dates.Read(time) ?? throw CsvError.At(
            grid.Source, row.Line, grid.Header[own.Time],
            time.Length == 0 ? "the time is missing" : $"'{time}' is not a date like the others");
        var cells = Enumerable.Repeat(string.Empty, history.Header.Count).ToArray();
        for (int column = 0; column < columns.Length; column++)
        {
            if (columns[column] >= 0 && columns[column] != roles.Target)
            {
                cells[columns[column]] = row.Cells[column];
            }
        }

        string id = roles.Id < 0 ? Path.GetFileNameWithoutExtension(history.Source) : row.Cells[own.Id];
        return new DatedRow(grid.Source, row.Line, id, moment, own.Dates.Normalise(time), cells);
    }
}
