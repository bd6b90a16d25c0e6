using System.Globalization;

namespace Tollama.Cli.Data;

/// <summary>
/// Reads a column of dates in one notation and writes them as ISO 8601, without zone unless they carry one.
/// </summary>
internal sealed class DateReader
{
    private static readonly DateNotation[] Notations =
    [
        new(
            "ISO 8601",
            [
                "yyyy-MM-dd",
                "yyyy-MM-ddTHH:mm",
                "yyyy-MM-ddTHH:mm:ss",
                "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
                "yyyy-MM-dd HH:mm",
                "yyyy-MM-dd HH:mm:ss",
                "yyyy-MM-dd HH:mm:ss.FFFFFFF",
                "yyyy-MM-ddTHH:mm:ssK",
                "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
                "yyyy-MM-dd HH:mm:ssK",
            ]),
        new("year-month", ["yyyy-MM", "yyyy/MM"]),
        new("year/month/day", [
            "yyyy/M/d", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss", "yyyy.M.d", "yyyyMMdd", "yyyy-M-d", "yyyy-M-d H:mm",
            "yyyy-M-d H:mm:ss",
        ]),
        new("day.month.year", ["d.M.yyyy", "d.M.yyyy H:mm", "d.M.yyyy H:mm:ss"]),
        new("month/day/year", ["M/d/yyyy", "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss", "M/d/yyyy h:mm:ss tt", "M-d-yyyy"]),
        new("day/month/year", ["d/M/yyyy", "d/M/yyyy H:mm", "d/M/yyyy H:mm:ss", "d-M-yyyy"]),
        new("month name", ["d MMM yyyy", "MMM d, yyyy", "MMM yyyy", "MMMM yyyy", "MMM-yyyy", "d-MMM-yyyy"]),
    ];

    private static readonly DateNotation Year = new("year", ["yyyy"]);

    private readonly DateNotation _notation;
    private readonly bool _hasTime;

    private DateReader(DateNotation notation, bool hasTime)
    {
        _notation = notation;
        _hasTime = hasTime;
    }

    /// <summary>Name of the notation, for notes.</summary>
    public string Notation => _notation.Name;

    /// <summary>Whether the texts are sent as they are.</summary>
    public bool IsIso => ReferenceEquals(_notation, Notations[0]);

    /// <summary>The reader for a column: the only notation in which every cell is a date.</summary>
    /// <param name="cells">The column; missing cells must have been left out.</param>
    /// <param name="allowsYears">Whether whole numbers of four digits may be years.</param>
    /// <returns>
    /// The possible readers: none when it is not a column of dates, several when day and month cannot be told apart.
    /// </returns>
    public static IReadOnlyList<DateReader> Detect(IReadOnlyList<string> cells, bool allowsYears)
    {
        if (cells.Count == 0)
        {
            return [];
        }

        var fitting = Notations.Where(notation => cells.All(notation.Fits)).ToList();
        if (fitting.Count == 0 && allowsYears && cells.All(Year.Fits))
        {
            fitting.Add(Year);
        }

        // Two notations that read every cell as the same moment are one.
        if (fitting.Count > 1)
        {
            fitting.RemoveAll(other => !ReferenceEquals(other, fitting[0])
                && cells.All(cell => other.Parse(cell) == fitting[0].Parse(cell)));
        }

        return [.. fitting.Select(notation => new DateReader(
            notation, cells.Any(cell => notation.Parse(cell).TimeOfDay != TimeSpan.Zero)))];
    }

    /// <summary>The moment of a cell; null when it is not a date in this notation.</summary>
    public DateTime? Read(string cell) => _notation.Fits(cell) ? _notation.Parse(cell) : null;

    /// <summary>The text to send for a cell of this notation.</summary>
    public string Normalise(string cell)
    {
        if (IsIso)
        {
            return cell;
        }

        return _notation.Parse(cell).ToString(
            _hasTime ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
