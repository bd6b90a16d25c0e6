namespace Tollama.Cli.Data;

/// <summary>
/// Finds out what the columns of a CSV file mean: by the names <c>unique_id, ds, y</c> and their usual synonyms, else
/// by what the cells hold. Whatever was guessed is put into the notes.
/// </summary>
internal sealed class ColumnDetector
{
    private static readonly string[] IdNames = ["unique_id", "series_id", "item_id", "id", "series"];
    private static readonly string[] TimeNames =
    [
        "ds",
        "timestamp",
        "datetime",
        "date",
        "time",
        "month",
        "year",
        "week",
    ];
    private static readonly string[] TargetNames = ["y", "target", "value"];

    private readonly CsvGrid _grid;
    private readonly List<string> _notes;

    private ColumnDetector(CsvGrid grid, List<string> notes)
    {
        _grid = grid;
        _notes = notes;
    }

    /// <summary>The roles of a file's columns.</summary>
    /// <param name="grid">The file.</param>
    /// <param name="needsTarget">Whether a column to forecast must be there.</param>
    /// <param name="notes">Takes a sentence for everything that was guessed.</param>
    /// <exception cref="CommandFailedException">No column of dates, or no single column to forecast.</exception>
    public static ColumnRoles Detect(CsvGrid grid, bool needsTarget, List<string> notes)
    {
        var detector = new ColumnDetector(grid, notes);
        int id = grid.Find(IdNames);
        var (time, dates) = detector.FindTime(id);
        int target = detector.FindTarget(id, time, needsTarget);
        var covariates = Enumerable.Range(0, grid.Header.Count)
            .Where(column => column != id && column != time && column != target && detector.IsUsed(column))
            .ToList();
        detector.NoteRoles(id, time, target, dates);
        return new ColumnRoles { Id = id, Time = time, Target = target, Covariates = covariates, Dates = dates };
    }

    private (int Column, DateReader Dates) FindTime(int id)
    {
        int named = _grid.Find(TimeNames);
        var candidates = Enumerable.Range(0, _grid.Header.Count).Where(column => column != id);
        foreach (int column in named >= 0 ? candidates.OrderBy(column => column == named ? 0 : 1) : candidates)
        {
            var readers = DateReader.Detect(Present(column), allowsYears: column == named);
            if (readers.Count == 1)
            {
                return (column, readers[0]);
            }

            if (readers.Count > 1)
            {
                throw CsvError.At(
                    _grid.Source, _grid.Rows[0].Line, _grid.Header[column],
                    $"'{_grid.Rows[0].Cells[column]}' can be {readers[0].Notation} or {readers[1].Notation}; "
                    + "write dates as 2024-01-31");
            }

            if (column == named)
            {
                RefuseNamed(column);
            }
        }

        throw CommandFailedException.WrongInput(
            $"{_grid.Source} has no column of dates (columns: {string.Join(", ", _grid.Header)}); "
            + "name it 'ds' and write dates as 2024-01-31.");
    }

    /// <summary>A column that is called a date but is not one: shows the first cell that spoils it.</summary>
    private void RefuseNamed(int column)
    {
        if (!string.Equals(_grid.Header[column], "ds", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var readers = DateReader.Detect([_grid.Rows[0].Cells[column]], allowsYears: true);
        var bad = _grid.Rows.First(row =>
            readers.Count == 0 || readers.All(reader => reader.Read(row.Cells[column]) is null));
        string cell = bad.Cells[column];
        throw CsvError.At(
            _grid.Source, bad.Line, _grid.Header[column],
            cell.Length == 0 ? "the date is missing" : $"'{cell}' is not a date like the others; write 2024-01-31");
    }

    private int FindTarget(int id, int time, bool isNeeded)
    {
        int named = _grid.Find(TargetNames);
        if (named >= 0 || !isNeeded)
        {
            return named;
        }

        var numeric = Enumerable.Range(0, _grid.Header.Count)
            .Where(column => column != id && column != time && IsUsed(column) && IsNumeric(column)).ToList();
        if (numeric.Count == 1)
        {
            return numeric[0];
        }

        string found = numeric.Count == 0
            ? "no column of numbers"
            : $"several columns of numbers ({string.Join(", ", numeric.Select(column => _grid.Header[column]))})";
        throw CommandFailedException.WrongInput(
            $"{_grid.Source} has {found}; name the column to forecast 'y'.");
    }

    /// <summary>Columns without a name are row numbers that spreadsheets and data frames leave behind.</summary>
    private bool IsUsed(int column) => _grid.Header[column].Length > 0;

    private List<string> Present(int column) =>
        [.. _grid.Rows.Select(row => row.Cells[column]).Where(cell => !CellText.IsMissing(cell))];

    private bool IsNumeric(int column)
    {
        var cells = Present(column);
        return cells.Count > 0 && cells.All(cell => CellText.TryNumber(cell, _grid.Delimiter, out _));
    }

    private void NoteRoles(int id, int time, int target, DateReader dates)
    {
        if (_grid.Find("ds") != time || (target >= 0 && _grid.Find("y") != target))
        {
            string forecast = target >= 0 ? $", values from '{_grid.Header[target]}'" : string.Empty;
            string series = id >= 0 ? $", series from '{_grid.Header[id]}'" : string.Empty;
            _notes.Add($"{_grid.Source}: times from '{_grid.Header[time]}'{forecast}{series}.");
        }

        if (!dates.IsIso)
        {
            _notes.Add($"{_grid.Source}: dates read as {dates.Notation}.");
        }

        if (_grid.Header.Any(name => name.Length == 0))
        {
            _notes.Add($"{_grid.Source}: the column without a name is left out.");
        }
    }
}
