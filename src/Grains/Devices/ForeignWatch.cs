namespace Tollama.Grains.Devices;

/// <summary>
/// What other programs were seen to hold of a device: how fast it grows, and how much of it is there to stay.
/// </summary>
internal sealed class ForeignWatch
{
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Piece = TimeSpan.FromMinutes(1);
    private const int Pieces = 10;

    private readonly Queue<(TimeSpan At, long Bytes)> _recent = new();
    private readonly Queue<(long Piece, long Least)> _pieces = new();

    /// <summary>How much more than the least of the last ten seconds was seen last, bytes.</summary>
    public long Growth { get; private set; }

    /// <summary>What was there all of the last ten minutes, bytes.</summary>
    public long Steady { get; private set; }

    /// <summary>Others were seen to hold so much.</summary>
    public void Note(long bytes, TimeSpan now)
    {
        while (_recent.TryPeek(out var oldest) && now - oldest.At > Recent)
        {
            _recent.Dequeue();
        }

        _recent.Enqueue((now, bytes));
        Growth = bytes - _recent.Min(one => one.Bytes);
        NotePiece(bytes, now.Ticks / Piece.Ticks);
    }

    /// <summary>The growth was acted upon: only what comes on top is new.</summary>
    public void Forget() => _recent.Clear();

    private void NotePiece(long bytes, long piece)
    {
        if (_pieces.Count > 0 && _pieces.Last().Piece == piece)
        {
            var rest = _pieces.ToArray();
            rest[^1].Least = Math.Min(rest[^1].Least, bytes);
            _pieces.Clear();
            Array.ForEach(rest, _pieces.Enqueue);
        }
        else
        {
            _pieces.Enqueue((piece, bytes));
        }

        while (_pieces.Peek().Piece < piece - Pieces)
        {
            _pieces.Dequeue();
        }

        Steady = _pieces.Count > Pieces ? _pieces.Min(one => one.Least) : 0;
    }
}
