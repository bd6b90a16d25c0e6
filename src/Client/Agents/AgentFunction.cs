using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Tollama.Client.Errors;

namespace Tollama.Client.Agents;

/// <summary>
/// A tool as a function of <c>Microsoft.Extensions.AI</c>. A failure is its result (contract/agents §1), for the model
/// to read; only cancellation is thrown.
/// </summary>
internal sealed class AgentFunction(AgentTool tool, AgentToolOptions options) : AIFunction
{
    /// <inheritdoc/>
    public override string Name => tool.Name;

    /// <inheritdoc/>
    public override string Description => tool.Description;

    /// <inheritdoc/>
    public override JsonElement JsonSchema { get; } = tool.Schema(withConnection: false);

    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await tool.CallAsync(Read(arguments), options, withConnection: false, cancellationToken);
        }
        catch (DaemonException failure)
        {
            return JsonElement.Parse(ErrorPayload.Of(failure, withHint: false).ToJsonString());
        }
    }

    private static JsonElement Read(AIFunctionArguments arguments)
    {
        var json = new JsonObject();
        foreach (var (name, value) in arguments)
        {
            json[name] = value switch
            {
                null => null,
                JsonElement element => JsonNode.Parse(element.GetRawText()),
                JsonNode node => node.DeepClone(),
                _ => JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType())),
            };
        }

        return JsonElement.Parse(json.ToJsonString());
    }
}
