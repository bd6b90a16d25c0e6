namespace Tollama.Silo.Cluster;

/// <summary>Outcomes of trust judgements as they are stored.</summary>
internal sealed record OutcomesNote
{
    /// <summary>Agents in the order in which they came.</summary>
    public IReadOnlyList<AgentOutcomes> Agents { get; init; } = [];
}
