namespace Tollama.Models.Tests.Baseline;

/// <summary>A clock on which no time passes: no deadline comes, however slow the machine is.</summary>
internal sealed class StandingClock : TimeProvider
{
    public override long GetTimestamp() => 0;
}
