using System.CommandLine;
using Tollama.Cli.Connection;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Quickstart;

/// <summary><c>tollama quickstart</c>: a first forecast, with what is at hand.</summary>
internal static class QuickstartCommand
{
    private const string DefaultModel = "mock";
    private const int DefaultHorizon = 3;

    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var model = new Option<string?>("--model")
        {
            Description = "Model to try; default mock on a running daemon, several built-in ones otherwise.",
            HelpName = "MODEL",
        };
        model.CompletionSources.Add(completion => ModelNames.Starting(completion.WordToComplete, context));
        var horizon = CommonOptions.PositiveInteger(
            "--horizon", "Steps to forecast; default 3 on a running daemon, otherwise the last week (168 hours).");
        var acceptLicence = CommonOptions.AcceptLicence();
        var progressMode = CommonOptions.Progress();
        var daemon = new DaemonOptions(defaultTimeout: 30);
        var command = new VerbCommand(
            "quickstart",
            "Make a first forecast. Without a daemon: forecast bundled bike rentals with several models, compare them "
            + "with what happened, draw the best. With a daemon (or --base-url): pull a model there and forecast a "
            + "small series.",
            "tollama quickstart",
            "tollama quickstart --base-url http://localhost:11435 --model mock")
        {
            model,
            horizon,
            acceptLicence,
            progressMode,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var progress = new Progress(parsed.GetValue(progressMode), context.Terminal, context.Time);
            await using var connection = await DaemonConnection.OpenAsync(daemon, parsed, context, cancellationToken);
            if (connection.IsEmbedded)
            {
                var tour = new LocalTour(connection.Client, context, progress);
                return await tour.RunAsync(
                    parsed.GetValue(model), parsed.GetValue(horizon), cancellationToken);
            }

            var demo = new RemoteDemo(connection.Client, context.Terminal, progress);
            return await demo.RunAsync(
                parsed.GetValue(model) ?? DefaultModel,
                parsed.GetValue(horizon) ?? DefaultHorizon,
                parsed.GetValue(acceptLicence),
                cancellationToken);
        });
        return command;
    }
}
