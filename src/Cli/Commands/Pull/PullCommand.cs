using System.CommandLine;
using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Connection;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Pull;

/// <summary><c>tollama pull</c>: fetches the weights of a model.</summary>
internal static class PullCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var model = CommonOptions.Model(context);
        var noStream = new Option<bool>("--no-stream") { Description = "Print one result at the end, no events." };
        var acceptLicence = CommonOptions.AcceptLicence();
        var progressMode = CommonOptions.Progress();
        var settings = new PullOptions();
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "pull",
            "Fetch the weights of a model, or complete a pull that was interrupted." + DaemonConnection.Advice,
            "tollama pull granite-ttm-r2",
            "tollama pull moirai-2.0-R-small --accept-license")
        {
            model,
            noStream,
            acceptLicence,
            progressMode,
        };
        settings.AddTo(command);
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var connection = await DaemonConnection.OpenAsync(
                daemon, parsed, context, cancellationToken);
            var client = connection.Client;
            using var progress = new Progress(parsed.GetValue(progressMode), context.Terminal, context.Time);
            bool isStream = !parsed.GetValue(noStream);
            WarnOfMemory(parsed.GetRequiredValue(model), context);
            var body = settings.Body(
                parsed, parsed.GetRequiredValue(model), isStream, parsed.GetValue(acceptLicence), context.Environment);
            if (isStream)
            {
                await PullReport.StreamAsync(
                    client, body, context.Terminal, progress, context.Terminal.PrintJsonLine, cancellationToken);
                return ExitCodes.Success;
            }

            var reply = await client.PostAsync("/api/pull", body, "pull model", cancellationToken);
            context.Terminal.PrintJson(reply);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WarnOfMemory(string model, CliContext context)
    {
        using var catalog = new LocalCatalog(context);
        if (MemoryAdvice.Find(model, catalog) is { } advice)
        {
            context.Terminal.WriteWarning(advice);
        }
    }
}
