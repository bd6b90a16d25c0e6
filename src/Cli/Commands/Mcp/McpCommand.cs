using System.CommandLine;
using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Connection;
using Tollama.Cli.Parsing;
using Tollama.Client;
using Tollama.Client.Agents;

namespace Tollama.Cli.Commands.Mcp;

/// <summary>
/// <c>tollama mcp</c>: the tools of a daemon over the Model Context Protocol, on standard input and output.
/// </summary>
internal static class McpCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var baseUrl = DaemonOptions.Address();
        var command = new VerbCommand(
            "mcp",
            "Serve the tools of a daemon to an agent, over the Model Context Protocol on standard input and output. "
                + "Each "
            + "call may name another daemon and a timeout. Also started by the program tollama-mcp.",
            "tollama mcp",
            "tollama mcp --base-url http://host:11435")
        {
            baseUrl,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var client = new TollamaClientOptions
            {
                BaseUrl = DaemonAddress.Parse(parsed.GetValue(baseUrl) ?? DaemonAddress.Default),
                ApiKey = context.Environment.Text("TOLLAMA_API_KEY"),
                Time = context.Time,
            };
            using var catalog = new LocalCatalog(context);
            var options = new AgentToolOptions { Client = client, Registry = catalog.Store.Registry() };
            await ToolServer.RunAsync(options, context.Terminal, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
