using System.CommandLine;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Pin;

/// <summary><c>tollama unpin</c>: takes back what <c>tollama pin</c> said.</summary>
internal static class UnpinCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var model = CommonOptions.Model(context);
        var json = CommonOptions.Json();
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "unpin", "Let a model be anywhere again, and go when its time is up.", "tollama unpin chronos2")
        {
            model,
            json,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            string name = parsed.GetRequiredValue(model);
            var reply = await client.DeleteAsync(
                $"/v1/pins/{Uri.EscapeDataString(name)}", null, $"unpin model '{name}'", cancellationToken);
            if (parsed.GetValue(json))
            {
                context.Terminal.PrintJson(reply);
            }
            else
            {
                context.Terminal.Print($"{reply.Text("model")} is not pinned any more.");
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
