using System.CommandLine;
using Tollama.Cli.Connection;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Show;

/// <summary><c>tollama show</c>: what is known of an installed model.</summary>
internal static class ShowCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var model = CommonOptions.Model(context);
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "show",
            "Show what is known of an installed model, as JSON." + DaemonConnection.Advice,
            "tollama show seasonal-naive")
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
            var reply = await client.PostAsync("/api/show", body, "show model", cancellationToken);
            context.Terminal.PrintJson(reply);
            return ExitCodes.Success;
        });
        return command;
    }
}
