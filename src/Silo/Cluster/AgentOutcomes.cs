using Tollama.Core.Trust;

namespace Tollama.Silo.Cluster;

/// <summary>What came of one agent's judgements, as it is stored.</summary>
/// <param name="Agent">Name of the agent.</param>
/// <param name="Outcomes">Its outcomes, the oldest first.</param>
internal sealed record AgentOutcomes(string Agent, IReadOnlyList<TrustOutcome> Outcomes);
