namespace Tollama.Actors.Membership;

/// <summary>Times of the membership protocol.</summary>
public sealed record MembershipOptions
{
    /// <summary>How long a lease lasts in the database's time. A frozen silo is replaced after this long.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it is renewed.</summary>
    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long before its end a silo stops serving: covers clocks that run at different speeds.</summary>
    public TimeSpan SafetyMargin { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long one request to the database or to a peer may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a peer's promise lasts while the database is away.</summary>
    public TimeSpan Promise { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time that promises carry a silo beyond its last renewal.</summary>
    public TimeSpan LongestOutage { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a member that starts waits for a database that does not answer.</summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call that reaches nobody is tried again: several leases.</summary>
    public TimeSpan CallPatience => TimeSpan.FromSeconds(10) > Lease * 4 ? TimeSpan.FromSeconds(10) : Lease * 4;

    /// <summary>
    /// How long a lost call waits for word of its silo: until that has been declared dead, if it is to be.
    /// </summary>
    public TimeSpan Verdict => Lease * 1.5;

    /// <summary>All times in their usual proportion to a lease.</summary>
    public static MembershipOptions ForLease(TimeSpan lease) => new()
    {
        Lease = lease,
        RenewEvery = lease / 5,
        SafetyMargin = lease / 10,
        RequestTimeout = lease / 2,
        Promise = lease,
    };
}
