using System.CommandLine;
using Tollama.Cli.Connection;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Remove;

/// <summary><c>tollama rm</c>: removes a model and its weights.</summary>
internal static class RemoveCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var model = CommonOptions.Model(context);
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "rm", "Unload a model and remove it with its weights." + DaemonConnection.Advice, "tollama rm mock")
        {
            model,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var connection = await DaemonConnection.OpenAsync(
                daemon, parsed, context, cancellationToken);
            var client = connection.Client;
            var body = JsonText.Object(("model", parsed.GetValue(model)));
            var reply = await client.DeleteAsync("/api/delete", body, "remove model", cancellationToken);
            context.Terminal.PrintJson(reply);
            return ExitCodes.Success;
        });
        return command;
    }
}
