namespace Tollama.Core.Tables;

/// <summary>
/// One column of a table. Every cell has a text or is null; numbers and times have a value beside it.
/// </summary>
public sealed class TableColumn
{
    /// <summary>Stands for a missing time.</summary>
    public const long NoTime = long.MinValue;

    private readonly double[]? _numbers;
    private readonly Func<int, string?> _text;
    private long[]? _order;

    private TableColumn(string name, CellKind kind, int count, Func<int, string?> text, double[]? numbers)
    {
        Name = name;
        Kind = kind;
        Count = count;
        _text = text;
        _numbers = numbers;
    }

    /// <summary>Name, trimmed; empty where the file gives none.</summary>
    public string Name { get; }

    /// <summary>What its cells are.</summary>
    public CellKind Kind { get; }

    /// <summary>Number of cells.</summary>
    public int Count { get; }

    /// <summary>Whether every number is an integer that stays one on the wire.</summary>
    public bool IsInteger { get; private init; }

    /// <summary>Why the column cannot be read; null when it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>A column of texts; null cells are missing.</summary>
    public static TableColumn OfTexts(string name, IReadOnlyList<string?> texts) =>
        new(name, CellKind.Text, texts.Count, row => texts[row], null);

    /// <summary>A column of truth values; null cells are missing.</summary>
    public static TableColumn OfBooleans(string name, IReadOnlyList<bool?> values) =>
        new(name, CellKind.Boolean, values.Count, row => values[row]?.ToString(), null);

    /// <summary>A column of numbers; NaN cells are missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="numbers">The values; owned by the column from here on.</param>
    /// <param name="isInteger">Whether they are integers.</param>
    public static TableColumn OfNumbers(string name, double[] numbers, bool isInteger) =>
        new(name, CellKind.Number, numbers.Length, row => CellNumber.Format(numbers[row], isInteger), numbers)
        {
            IsInteger = isInteger,
        };

    /// <summary>A column of points in time.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="order">
    /// A number per cell that sorts as the times do; <see cref="NoTime"/> where it is missing.
    /// </param>
    /// <param name="text">ISO text of a cell that is not missing.</param>
    public static TableColumn OfTimes(string name, long[] order, Func<int, string> text) =>
        new(name, CellKind.Time, order.Length, row => order[row] == NoTime ? null : text(row), null) { _order = order };

    /// <summary>A column that cannot be read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">Number of cells.</param>
    /// <param name="problem">Why: a part of a sentence.</param>
    public static TableColumn Unreadable(string name, int count, string problem) =>
        new(name, CellKind.Unreadable, count, _ => null, null) { Problem = problem };

    /// <summary>The same cells under another name.</summary>
    public TableColumn Renamed(string name) =>
        new(name, Kind, Count, _text, _numbers) { IsInteger = IsInteger, Problem = Problem, _order = _order };

    /// <summary>The cell as text; null when it is missing.</summary>
    public string? Text(int row) => _text(row);

    /// <summary>The cell as number; NaN when it is missing or the column has no numbers.</summary>
    public double Number(int row) => _numbers is null ? double.NaN : _numbers[row];

    /// <summary>Order of two rows: numbers and times by value, texts by their characters; missing cells last.</summary>
    public int Compare(int left, int right)
    {
        if (_order is not null)
        {
            return (_order[left] == NoTime, _order[left]).CompareTo((_order[right] == NoTime, _order[right]));
        }

        if (_numbers is not null)
        {
            double a = _numbers[left];
            double b = _numbers[right];
            return double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a).CompareTo(double.IsNaN(b)) : a.CompareTo(b);
        }

        string? x = Text(left);
        string? y = Text(right);
        return x is null || y is null ? (x is null).CompareTo(y is null) : string.CompareOrdinal(x, y);
    }
}
