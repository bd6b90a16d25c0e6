namespace Tollama.Grains.Contracts;

/// <summary>One process of the cluster.</summary>
/// <param name="Name">Name that a restart keeps.</param>
/// <param name="Incarnation">Number of this start of it.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Role"><c>silo</c> or <c>gateway</c>; <c>all</c> where one process is everything.</param>
/// <param name="Address">Where other members reach it.</param>
public sealed record ClusterMember(string Name, long Incarnation, MemberState State, string Role, string Address);
