using System.CommandLine;
using Tollama.Cli.Parsing;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.Dashboard;

/// <summary><c>tollama dashboard</c>: the state of a daemon on the terminal, kept up to date.</summary>
internal static class DashboardCommand
{
    private const string HomeAndClear = "\u001b[H\u001b[2J";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "dashboard",
            "Show a daemon's models and devices, kept up to date until Ctrl+C. Prints them once where the output is no "
            + "terminal.",
            "tollama dashboard");
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            if (!context.Terminal.IsOutputTerminal)
            {
                DashboardView.Print(await DashboardView.ReadAsync(client, cancellationToken), context.Terminal);
                return ExitCodes.Success;
            }

            await FollowAsync(client, context, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task FollowAsync(
        DaemonTransport client,
        CliContext context,
        CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, context.Time);
        var terminal = context.Terminal;
        try
        {
            do
            {
                var view = await DashboardView.ReadAsync(client, cancellationToken);
                await terminal.Out.WriteAsync(HomeAndClear.AsMemory(), cancellationToken);
                DashboardView.Print(view, terminal);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how this command ends.
        }
    }
}
