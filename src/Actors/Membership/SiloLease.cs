namespace Tollama.Actors.Membership;

/// <summary>
/// Until when one incarnation may serve, by the process's own monotonic clock. Counted from before a renewal was sent,
/// so that it always ends before the lease that the database knows.
/// </summary>
internal sealed class SiloLease(TimeProvider time, MembershipOptions options)
{
    private long _validUntil = long.MinValue;
    private long _lastRenewal = long.MinValue;
    private volatile bool _isRevoked;

    /// <summary>Whether this incarnation may serve now.</summary>
    public bool IsValid => !_isRevoked && time.GetTimestamp() < Volatile.Read(ref _validUntil);

    /// <summary>Whether this incarnation will never serve again.</summary>
    public bool IsRevoked => _isRevoked;

    /// <summary>
    /// A renewal sent at <paramref name="sentAt"/> was granted: the incarnation is not dead, so nobody has taken over
    /// from it, even if the last lease ended in between.
    /// </summary>
    public void Renewed(long sentAt)
    {
        Volatile.Write(ref _lastRenewal, sentAt);
        Volatile.Write(ref _validUntil, sentAt + Ticks(options.Lease - options.SafetyMargin));
    }

    /// <summary>
    /// All who could declare this incarnation dead promised, after <paramref name="sentAt"/>, not to do so for a while.
    /// Does nothing once the lease has ended: they may have done so before.
    /// </summary>
    public void Promised(long sentAt)
    {
        long until = Math.Min(
            sentAt + Ticks(options.Promise - options.SafetyMargin),
            Volatile.Read(ref _lastRenewal) + Ticks(options.LongestOutage - options.SafetyMargin));
        if (IsValid && until > _validUntil)
        {
            Volatile.Write(ref _validUntil, until);
        }
    }

    /// <summary>This incarnation has been declared dead.</summary>
    public void Revoke() => _isRevoked = true;

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
