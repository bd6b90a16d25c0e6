using System.CommandLine;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Ps;

/// <summary><c>tollama ps</c>: the models in memory.</summary>
internal static class PsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json();
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "ps", "List the models that are loaded, and until when.", "tollama ps", "tollama ps --json")
        {
            json,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            var reply = await client.GetAsync("/api/ps", "list loaded models", cancellationToken);
            var terminal = context.Terminal;
            if (parsed.GetValue(json))
            {
                terminal.PrintJson(reply);
                return ExitCodes.Success;
            }

            var models = reply.Items("models").ToList();
            if (models.Count == 0)
            {
                terminal.Print("No models are loaded.");
                return ExitCodes.Success;
            }

            var table = new Table("NAME", "FAMILY", "EXPIRES");
            foreach (var model in models)
            {
                table.Add(
                    model.Text("name"), model.Member("details")?.Text("family"), model.Text("expires_at"));
            }

            table.WriteTo(terminal);
            return ExitCodes.Success;
        });
        return command;
    }
}
