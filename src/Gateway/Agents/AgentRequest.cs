using System.Text.Json.Nodes;

namespace Tollama.Gateway.Agents;

/// <summary>What a message asks for.</summary>
/// <param name="Operation">Name of the operation, such as <c>what_if</c>.</param>
/// <param name="Payload">Its request, as the HTTP route of the same purpose takes it.</param>
internal sealed record AgentRequest(string Operation, JsonObject Payload);
