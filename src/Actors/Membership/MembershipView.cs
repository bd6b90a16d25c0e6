using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Membership;

/// <summary>The membership table at one moment.</summary>
/// <param name="Now">The database's time of the reading.</param>
/// <param name="Members">All rows, dead ones of the recent past included.</param>
public sealed record MembershipView(DateTimeOffset Now, IReadOnlyList<Member> Members)
{
    /// <summary>Nobody.</summary>
    public static readonly MembershipView Empty = new(DateTimeOffset.MinValue, []);

    /// <summary>The row of an incarnation; null when there is none.</summary>
    public Member? Find(SiloAddress address) => Members.FirstOrDefault(member => member.Address == address);

    /// <summary>Whether an incarnation is known and neither dead nor gone by its own will.</summary>
    public bool IsAlive(SiloAddress address) => Find(address) is { IsGone: false };
}
