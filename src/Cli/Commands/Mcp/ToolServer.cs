using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Tollama.Cli.Commands.Version;
using Tollama.Cli.Output;
using Tollama.Client.Agents;
using Tollama.Client.Errors;

namespace Tollama.Cli.Commands.Mcp;

/// <summary>Answers the requests of one MCP client (contract/agents §3).</summary>
internal static class ToolServer
{
    private const string ServerName = "tollama";

    /// <summary>Serves until the client closes its end, or until cancelled.</summary>
    public static async Task RunAsync(AgentToolOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        var settings = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = ServerName, Version = VersionCommand.Current },
            ServerInstructions = "Forecasts time series with the models of a tollama daemon.",
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = static (_, _) =>
                    ValueTask.FromResult(new ListToolsResult { Tools = [.. AgentTools.All.Select(Describe)] }),
                CallToolHandler = (request, token) => CallAsync(request.Params, options, token),
            },
        };
        await using var transport = new StreamServerTransport(terminal.In, Console.OpenStandardOutput(), ServerName);
        await using var server = McpServer.Create(transport, settings);
        await server.RunAsync(cancellationToken);
    }

    private static Tool Describe(AgentTool tool) => new()
    {
        Name = tool.Name,
        Description = tool.Description,
        InputSchema = tool.Schema(withConnection: true),
        Annotations = new ToolAnnotations { ReadOnlyHint = tool.IsReadOnly },
    };

    private static async ValueTask<CallToolResult> CallAsync(
        CallToolRequestParams? request, AgentToolOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var tool = AgentTools.Find(request?.Name ?? string.Empty) ?? throw new DaemonException(
                ErrorCategory.InvalidRequest, $"There is no tool '{request?.Name}'; tools/list names them.");
            var result = await tool.CallAsync(Arguments(request), options, withConnection: true, cancellationToken);
            return new CallToolResult
            {
                Content = [new TextContentBlock { Text = JsonText.Line(result) }],
                StructuredContent = result.ValueKind == JsonValueKind.Object ? result : null,
            };
        }
        catch (DaemonException failure)
        {
            string text = JsonText.Line(JsonElement.Parse(ErrorPayload.Of(failure, withHint: true).ToJsonString()));
            return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = text }] };
        }
    }

    private static JsonElement Arguments(CallToolRequestParams? request) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in request?.Arguments ?? new Dictionary<string, JsonElement>())
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });
}
