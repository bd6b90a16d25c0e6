namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>
/// The cells of one line of CSV text, one after the other, without white space around them. In quotes a cell may hold
/// commas, and a quote written twice (RFC 4180); stricter than the tables that people send, since a file of the
/// competition whose quotes are wrong is damaged.
/// </summary>
/// <param name="line">The line, without its end.</param>
internal ref struct CompetitionLine(ReadOnlySpan<char> line)
{
    private ReadOnlySpan<char> _rest = line;
    private bool _isDone;

    /// <summary>The cell.</summary>
    public ReadOnlySpan<char> Cell { get; private set; }

    /// <summary>Whether a quote is not closed, or stands elsewhere than at the start and the end of its cell.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Goes to the next cell; false at the end of the line, and where the quotes are broken.</summary>
    public bool MoveNext()
    {
        if (_isDone)
        {
            return false;
        }

        _rest = _rest.TrimStart();
        int end = _rest.StartsWith('"') ? Quoted() : Plain();
        IsBroken = end < 0;
        _isDone = IsBroken || end == _rest.Length;
        _rest = _isDone ? default : _rest[(end + 1)..];
        return !IsBroken;
    }

    /// <summary>
    /// Takes a cell without quotes; returns where its comma is, the rest's length without one, -1 when broken.
    /// </summary>
    private int Plain()
    {
        int comma = _rest.IndexOf(',');
        int end = comma < 0 ? _rest.Length : comma;
        Cell = _rest[..end].TrimEnd();
        return Cell.Contains('"') ? -1 : end;
    }

    /// <summary>Takes a cell in quotes; returns as <see cref="Plain"/>.</summary>
    private int Quoted()
    {
        int close = 1;
        bool isDoubled = false;
        while (true)
        {
            int quote = _rest[close..].IndexOf('"');
            if (quote < 0)
            {
                return -1;
            }

            close += quote;
            if (!_rest[(close + 1)..].StartsWith('"'))
            {
                break;
            }

            isDoubled = true;
            close += 2;
        }

        var cell = _rest[1..close];
        Cell = isDoubled ? cell.ToString().Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : cell.Trim();
        var tail = _rest[(close + 1)..];
        int gap = tail.Length - tail.TrimStart().Length;
        int end = close + 1 + gap;
        return end == _rest.Length || _rest[end] == ',' ? end : -1;
    }
}
