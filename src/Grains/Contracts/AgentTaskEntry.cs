namespace Tollama.Grains.Contracts;

/// <summary>What is known of a task of the agent protocol without its messages and results.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Owner">Key id of its caller; nobody else sees it.</param>
/// <param name="ContextId">Conversation that it belongs to.</param>
/// <param name="State">Its state.</param>
/// <param name="HasEnded">Whether it stays in that state.</param>
/// <param name="ChangedAt">When it came into it.</param>
public sealed record AgentTaskEntry(
    string Id, string Owner, string ContextId, string State, bool HasEnded, DateTimeOffset ChangedAt);
