using System.Text.Json.Nodes;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Agents;

/// <summary>A task as it is stored.</summary>
internal sealed record StoredTask
{
    /// <summary>What is known of it without its messages and results; null in a new one.</summary>
    public AgentTaskEntry? Entry { get; init; }

    /// <summary>The task as it is answered.</summary>
    public JsonObject Document { get; init; } = [];
}
