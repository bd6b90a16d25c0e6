using System.CommandLine;
using Tollama.Cli.Connection;
using Tollama.Cli.Parsing;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Commands.Serve;

/// <summary><c>tollama serve</c>: runs the daemon until it is told to stop.</summary>
internal static class ServeCommand
{
    private static readonly string[] LogLevels = ["trace", "debug", "info", "warning", "error", "critical"];

    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var options = new ServeOptions(LogLevels);
        var command = new VerbCommand(
            "serve",
            "Run the daemon: HTTP API and models in one process. Ends on Ctrl+C or SIGTERM after running requests.",
            "tollama serve",
            "tollama serve --host 0.0.0.0 --port 8080 --insecure-bind",
            "tollama serve --engine-threads 8 --engine-batch 64 --engine-buckets 128,512",
            "tollama serve --role silo --cluster postgres://tollama@db/tollama --name one --listen 10.0.0.1:7400",
            "tollama serve --role gateway --cluster postgres://tollama@db/tollama --listen 10.0.0.2:7400");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(ServeResolver.Resolve(options, parsed, context), context, cancellationToken));
        return command;
    }

    /// <summary>Refuses settings with which the command would not start where it gets no option.</summary>
    /// <exception cref="CommandFailedException">Names the setting, its value, and what it must be.</exception>
    /// <exception cref="Core.Errors.TollamaException">The same.</exception>
    public static void CheckSettings(CliContext context)
    {
        var options = new ServeOptions(LogLevels);
        var command = new Command("serve");
        options.AddTo(command);
        DaemonServices.Check(ServeResolver.Resolve(options, command.Parse([]), context), context);
    }

    private static async Task<int> RunAsync(
        ServeSettings settings, CliContext context, CancellationToken cancellationToken)
    {
        if (TollamaHome.FindFault(context.Home) is { } fault)
        {
            context.Terminal.WriteWarning(
                $"{fault} Until then nothing is kept: models cannot be pulled or pinned, only statistical ones "
                + "forecast.");
        }

        if (settings.Role == ServeRole.Silo)
        {
            await SiloDaemon.RunAsync(settings, context, cancellationToken);
            return ExitCodes.Success;
        }

        await using var daemon = await EmbeddedDaemon.StartAsync(settings, context, cancellationToken);
        context.Terminal.Note($"tollama listens on {DaemonAddress.Text(daemon.BaseUrl)}");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Success;
    }
}
