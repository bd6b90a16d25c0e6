using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Tollama.Client.Agents;

/// <summary>The tools in the forms that agent frameworks take.</summary>
public static class AgentFunctions
{
    private static readonly IReadOnlyList<AgentTool> Tools = [.. AgentTools.All.Where(tool => tool.IsFunction)];

    /// <summary>Functions of <c>Microsoft.Extensions.AI</c>, for <c>ChatOptions.Tools</c>.</summary>
    /// <param name="options">The daemon; null for the one on this machine.</param>
    public static IReadOnlyList<AIFunction> Create(AgentToolOptions? options = null) =>
        [.. Tools.Select(tool => new AgentFunction(tool, options ?? new AgentToolOptions()))];

    /// <summary>Definitions in OpenAI's function format: <c>{"tools": […]}</c>.</summary>
    public static JsonObject OpenAiDefinitions() => new()
    {
        ["tools"] = new JsonArray([.. Tools.Select(tool => new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = tool.Name,
                ["description"] = tool.Description,
                ["parameters"] = JsonNode.Parse(tool.Schema(withConnection: false).GetRawText()),
            },
        })]),
    };
}
