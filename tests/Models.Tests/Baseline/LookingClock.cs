namespace Tollama.Models.Tests.Baseline;

/// <summary>A clock that moves on by a second at each look, and lets the test do something then.</summary>
internal sealed class LookingClock(Action onLook) : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp()
    {
        onLook();
        return Interlocked.Increment(ref _seconds);
    }
}
