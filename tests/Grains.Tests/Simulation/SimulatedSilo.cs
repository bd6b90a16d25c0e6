using Tollama.Grains.Contracts;

namespace Tollama.Grains.Tests.Simulation;

/// <summary>A process of the cluster; a restart keeps the name and nothing else.</summary>
internal sealed class SimulatedSilo(string name)
{
    public string Name { get; } = name;

    public long Incarnation { get; set; } = 1;

    public MemberState State { get; set; } = MemberState.Active;

    public List<SimulatedDevice> Devices { get; } = [];

    public SiloReport Describe() => new(
        new ClusterMember(Name, Incarnation, State, "silo", $"{Name}:1"),
        [.. Devices.Select(device => device.Describe())],
        IsAnswering: true);
}
