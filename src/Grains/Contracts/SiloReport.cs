namespace Tollama.Grains.Contracts;

/// <summary>One process of the cluster and what it holds.</summary>
/// <param name="Member">The process.</param>
/// <param name="Devices">Its devices; empty where it has none, or did not answer.</param>
/// <param name="IsAnswering">Whether it answered when it was asked.</param>
public sealed record SiloReport(ClusterMember Member, IReadOnlyList<DeviceReport> Devices, bool IsAnswering);
