using Tollama.Grains.Contracts;

namespace Tollama.Grains.Agents;

/// <summary>Some tasks, in the order in which they came, as they are stored.</summary>
internal sealed record TaskPage
{
    /// <summary>What is known of them.</summary>
    public IReadOnlyList<AgentTaskEntry> Entries { get; init; } = [];
}
