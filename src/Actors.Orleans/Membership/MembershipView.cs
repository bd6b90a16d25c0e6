namespace Tollama.Actors.Membership;

/// <summary>Orleans' membership at one moment.</summary>
/// <param name="Members">All silos, dead ones of the recent past included.</param>
public sealed record MembershipView(IReadOnlyList<Member> Members);
