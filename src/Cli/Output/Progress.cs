using System.Globalization;

namespace Tollama.Cli.Output;

/// <summary>
/// Progress of a longer operation on standard error: notes, one per step, and a bar that redraws its line.
/// Where nobody watches a terminal, the bar becomes at most eleven lines.
/// </summary>
internal sealed class Progress : IDisposable
{
    private const int BarWidth = 28;
    private const string EraseLine = "\r\u001b[2K";

    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(80);

    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly bool _isOn;
    private readonly TransferRate _rate;
    private long _lastDraw;
    private int _lastTenth = -1;
    private bool _hasLine;

    /// <summary>Creates the reporter.</summary>
    public Progress(ProgressMode mode, Terminal terminal, TimeProvider time)
    {
        _terminal = terminal;
        _time = time;
        _rate = new TransferRate(time);
        _isOn = mode == ProgressMode.On || (mode == ProgressMode.Auto && terminal.IsErrorTerminal);
    }

    /// <summary>Says which step begins.</summary>
    public void Note(string text)
    {
        if (!_isOn)
        {
            return;
        }

        Clear();
        _terminal.Error.WriteLine(text);
    }

    /// <summary>Shows how much of a known number of bytes is there.</summary>
    public void Bytes(string label, long completed, long total) =>
        Bar(label, completed, total, $"{ByteSize.Format(completed)} of {ByteSize.Format(total)}");

    /// <summary>
    /// Shows how much of a transfer of several files is there, how fast it goes and how long the rest takes.
    /// </summary>
    public void Transfer(string label, (long Completed, long Total) bytes, (long Completed, long Total) files)
    {
        string filesText = files.Total > 1
            ? string.Create(CultureInfo.InvariantCulture, $", {files.Completed} of {files.Total} files")
            : string.Empty;
        Bar(
            label,
            bytes.Completed,
            bytes.Total,
            $"{ByteSize.Format(bytes.Completed)} of {ByteSize.Format(bytes.Total)}{filesText}"
            + _rate.Describe(bytes.Completed, bytes.Total));
    }

    /// <summary>Shows how many of a known number of things are done.</summary>
    public void Count(string label, int completed, int total) =>
        Bar(label, completed, total, string.Create(CultureInfo.InvariantCulture, $"{completed} of {total}"));

    /// <summary>Takes an unfinished bar off the screen.</summary>
    public void Clear()
    {
        if (_hasLine)
        {
            _terminal.Error.Write(EraseLine);
            _hasLine = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void Bar(string label, long completed, long total, string text)
    {
        if (!_isOn || total <= 0)
        {
            return;
        }

        double share = Math.Clamp((double)completed / total, 0, 1);
        if (!_terminal.IsErrorTerminal)
        {
            WriteTenth(label, share, text);
            return;
        }

        if (_hasLine && completed < total && _time.GetElapsedTime(_lastDraw) < RedrawInterval)
        {
            return;
        }

        _lastDraw = _time.GetTimestamp();
        _terminal.Error.Write($"{EraseLine}{label} {Blocks(share)} {text}");
        _hasLine = true;
    }

    private void WriteTenth(string label, double share, string text)
    {
        int tenth = (int)(share * 10);
        if (tenth != _lastTenth)
        {
            _lastTenth = tenth;
            _terminal.Error.WriteLine($"{label} {text}");
        }
    }

    private string Blocks(double share)
    {
        int filled = (int)Math.Round(share * BarWidth);
        return _terminal.AllowsUnicode
            ? new string('█', filled) + new string('░', BarWidth - filled)
            : $"[{new string('#', filled)}{new string('.', BarWidth - filled)}]";
    }
}
