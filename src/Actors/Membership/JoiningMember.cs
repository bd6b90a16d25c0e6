namespace Tollama.Actors.Membership;

/// <summary>Who wants to join.</summary>
/// <param name="Name">Name that a restart keeps.</param>
/// <param name="Endpoint">Where it listens, <c>host:port</c>.</param>
/// <param name="Role">What it does.</param>
/// <param name="Metadata">What it says about itself, as JSON.</param>
public sealed record JoiningMember(string Name, string Endpoint, SiloRole Role, string Metadata);
