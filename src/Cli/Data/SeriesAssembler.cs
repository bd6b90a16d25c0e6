namespace Tollama.Cli.Data;

/// <summary>Cuts the rows of a CSV file into series, history and future, and checks each.</summary>
internal sealed class SeriesAssembler
{
    private readonly CsvGrid _grid;
    private readonly ColumnRoles _roles;
    private readonly List<string> _notes;
    private readonly Dictionary<int, bool> _isNumeric;

    private SeriesAssembler(CsvGrid grid, ColumnRoles roles, List<string> notes)
    {
        _grid = grid;
        _roles = roles;
        _notes = notes;
        _isNumeric = roles.Covariates.ToDictionary(column => column, column => grid.Rows
            .Select(row => row.Cells[column]).Where(cell => !CellText.IsMissing(cell))
            .All(cell => CellText.TryNumber(cell, grid.Delimiter, out _)));
    }

    /// <summary>Reads the series of a table.</summary>
    /// <param name="input">The file; its name is that of the series when it holds only one.</param>
    /// <param name="future">A second file with rows of known-future covariates; null when there is none.</param>
    /// <exception cref="CommandFailedException">Wrong input; names file, line and column.</exception>
    public static SeriesTable Read(InputText input, InputText? future)
    {
        var notes = new List<string>();
        var grid = CsvGrid.Read(input, notes);
        var roles = ColumnDetector.Detect(grid, needsTarget: true, notes);
        var assembler = new SeriesAssembler(grid, roles, notes);
        var futureRows = future is null ? [] : FutureFile.Read(future, grid, roles, notes);
        return new SeriesTable(assembler.Assemble(futureRows), grid.Delimiter, notes);
    }

    private List<TableSeries> Assemble(IReadOnlyList<DatedRow> futureRows)
    {
        var added = futureRows.ToLookup(row => row.SeriesId, StringComparer.Ordinal);
        var groups = _grid.Rows.Select(Date).GroupBy(row => row.SeriesId, StringComparer.Ordinal).ToList();
        var unknown = futureRows.FirstOrDefault(row => groups.All(group => group.Key != row.SeriesId));
        if (unknown is not null)
        {
            throw CsvError.At(
                unknown.Source, unknown.Line, null, $"series '{unknown.SeriesId}' is not in {_grid.Source}");
        }

        return [.. groups.Select(group => BuildSeries(group.Key, [.. group], [.. added[group.Key]]))];
    }

    private DatedRow Date(CsvRow row)
    {
        string id = _roles.Id < 0 ? Path.GetFileNameWithoutExtension(_grid.Source) : row.Cells[_roles.Id];
        if (id.Length == 0)
        {
            throw CsvError.At(_grid.Source, row.Line, _grid.Header[_roles.Id], "the series has no name");
        }

        string cell = row.Cells[_roles.Time];
        return _roles.Dates.Read(cell) is { } moment
            ? new DatedRow(_grid.Source, row.Line, id, moment, _roles.Dates.Normalise(cell), row.Cells)
            : throw CsvError.At(
                _grid.Source, row.Line, _grid.Header[_roles.Time],
                cell.Length == 0 ? "the time is missing" : $"'{cell}' is not a date like the others");
    }

    private TableSeries BuildSeries(string id, List<DatedRow> rows, List<DatedRow> added)
    {
        rows = Sort(id, rows);
        int count = 1 + rows.FindLastIndex(row => !CellText.IsMissing(row.Cells[_roles.Target]));
        if (count == 0)
        {
            throw CsvError.At(
                _grid.Source, rows[0].Line, _grid.Header[_roles.Target], $"series '{id}' has no value at all");
        }

        var history = rows[..count];
        List<DatedRow> future = Sort(id, [.. rows[count..], .. added]);
        if (future.Count > 0 && future[0].Moment <= history[^1].Moment)
        {
            throw CsvError.At(
                future[0].Source, future[0].Line, null,
                $"the time {future[0].Text} of series '{id}' is not after its last value at {history[^1].Text}");
        }

        return new TableSeries
        {
            Id = id,
            Timestamps = [.. history.Select(row => row.Text)],
            Target = [.. history.Select(row => Number(row, _roles.Target, "inside the history"))],
            FutureTimestamps = [.. future.Select(row => row.Text)],
            Covariates = [.. _roles.Covariates.Select(column => BuildCovariate(column, history, future))],
        };
    }

    private List<DatedRow> Sort(string id, List<DatedRow> rows)
    {
        bool isSorted = true;
        for (int i = 1; i < rows.Count && isSorted; i++)
        {
            isSorted = rows[i].Moment >= rows[i - 1].Moment;
        }

        List<DatedRow> sorted = isSorted ? rows : [.. rows.OrderBy(row => row.Moment)];
        if (!isSorted)
        {
            _notes.Add($"{_grid.Source}: rows of series '{id}' are sorted by time.");
        }

        for (int i = 1; i < sorted.Count; i++)
        {
            if (sorted[i].Moment == sorted[i - 1].Moment)
            {
                string advice = _roles.Id < 0 ? "; name the column of series names 'unique_id'" : string.Empty;
                throw CsvError.At(
                    sorted[i].Source, sorted[i].Line, _grid.Header[_roles.Time],
                    $"the time {sorted[i].Text} of series '{id}' is also on line {sorted[i - 1].Line}{advice}");
            }
        }

        return sorted;
    }

    private double Number(DatedRow row, int column, string where)
    {
        string cell = row.Cells[column];
        if (CellText.IsMissing(cell))
        {
            throw CsvError.At(
                row.Source, row.Line, _grid.Header[column], $"no value {where}; fill the cell or remove the row");
        }

        return CellText.TryNumber(cell, _grid.Delimiter, out double number)
            ? number
            : throw CsvError.At(row.Source, row.Line, _grid.Header[column], $"'{cell}' is not a number");
    }

    private TableCovariate BuildCovariate(int column, List<DatedRow> history, List<DatedRow> future)
    {
        var missing = history.Find(row => CellText.IsMissing(row.Cells[column]));
        if (missing is not null)
        {
            throw CsvError.At(
                missing.Source, missing.Line, _grid.Header[column],
                "no value inside the history; fill the cell or remove the column");
        }

        int filled = future.TakeWhile(row => !CellText.IsMissing(row.Cells[column])).Count();
        if (filled > 0 && filled < future.Count)
        {
            throw CsvError.At(
                future[filled].Source, future[filled].Line, _grid.Header[column],
                "no value, but earlier future rows have one; fill the column in every future row or in none");
        }

        var stray = filled == 0 ? future.Find(row => !CellText.IsMissing(row.Cells[column])) : null;
        if (stray is not null)
        {
            throw CsvError.At(
                stray.Source, stray.Line, _grid.Header[column],
                "a value, but earlier future rows have none; fill the column in every future row or in none");
        }

        return new TableCovariate(
            _grid.Header[column],
            _isNumeric[column] && future.All(row => IsNumberOrMissing(row, column)),
            [.. history.Select(row => row.Cells[column])],
            [.. future.Take(filled).Select(row => row.Cells[column])]);
    }

    private bool IsNumberOrMissing(DatedRow row, int column) =>
        CellText.IsMissing(row.Cells[column]) || CellText.TryNumber(row.Cells[column], _grid.Delimiter, out _);
}
