using System.Text.Json.Nodes;

namespace Tollama.Gateway.Agents;

/// <summary>Something new of a task.</summary>
/// <param name="IsStatus">Whether it is a status; otherwise a result.</param>
/// <param name="Content">The status or the result; nobody changes it.</param>
/// <param name="IsLast">Whether nothing more will come.</param>
internal sealed record AgentTaskUpdate(bool IsStatus, JsonObject Content, bool IsLast);
