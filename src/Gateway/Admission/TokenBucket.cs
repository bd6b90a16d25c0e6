namespace Tollama.Gateway.Admission;

/// <summary>A bucket that holds at most its capacity and refills steadily; it starts full.</summary>
internal sealed class TokenBucket
{
    private readonly Lock _gate = new();
    private readonly double _capacity;
    private readonly double _perSecond;
    private readonly TimeProvider _time;
    private double _tokens;
    private long _filledAt;

    /// <summary>A full bucket.</summary>
    /// <param name="capacity">Most tokens it holds, at least 1.</param>
    /// <param name="perSecond">Tokens that flow in per second.</param>
    /// <param name="time">The clock.</param>
    public TokenBucket(double capacity, double perSecond, TimeProvider time)
    {
        _capacity = capacity;
        _perSecond = perSecond;
        _time = time;
        _tokens = capacity;
        _filledAt = time.GetTimestamp();
    }

    /// <summary>Takes one token; false when there is none.</summary>
    /// <param name="wait">How long until there is one.</param>
    public bool TryTake(out TimeSpan wait)
    {
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            _tokens = Math.Min(_capacity, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * _perSecond));
            _filledAt = now;
            bool isTaken = _tokens >= 1;
            _tokens -= isTaken ? 1 : 0;
            wait = isTaken ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / _perSecond);
            return isTaken;
        }
    }
}
