using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Cluster;

/// <summary><c>tollama cluster</c>: what the processes of a cluster hold, and what to do with them.</summary>
internal static class ClusterCommand
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);

    /// <summary>The command.</summary>
    public static Command Create(CliContext context) => new VerbCommand(
        "cluster",
        "Show the silos of a cluster and their devices, drain one, or set up its database.",
        "tollama cluster status",
        "tollama cluster drain one",
        "tollama cluster init --cluster postgres://tollama@db/tollama")
    {
        Status(context),
        Drain(context),
        Init(context),
    };

    private static VerbCommand Status(CliContext context)
    {
        var json = CommonOptions.Json();
        var watch = new Option<bool>("--watch") { Description = "Show it again every second until Ctrl+C." };
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "status",
            "Show silos, devices, their memory and the copies on them.",
            "tollama cluster status",
            "tollama cluster status --json",
            "tollama cluster status --watch")
        {
            json,
            watch,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            bool isWatching = parsed.GetValue(watch);
            do
            {
                var reply = await client.GetAsync("/v1/cluster", "show the cluster", cancellationToken);
                Print(reply, parsed.GetValue(json), isWatching, context.Terminal);
            }
            while (isWatching && await PauseAsync(context, cancellationToken));

            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Drain(CliContext context)
    {
        var silo = new Argument<string>("SILO")
        {
            Description = "Name of the silo, as 'tollama cluster status' shows it.",
        };
        var daemon = new DaemonOptions(defaultTimeout: 120);
        var command = new VerbCommand(
            "drain", "Let a silo take nothing new and move its models to others.", "tollama cluster drain one")
        {
            silo,
        };
        daemon.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var client = daemon.Client(parsed, context);
                string name = parsed.GetRequiredValue(silo);
                await client.PostAsync(
                    $"/v1/cluster/silos/{Uri.EscapeDataString(name)}/drain",
                    JsonElement.Parse("{}"),
                    $"drain silo '{name}'",
                    cancellationToken);
                context.Terminal.Print(
                    $"Silo {name} takes nothing new; stop it once 'tollama cluster status' shows nothing on it.");
                return ExitCodes.Success;
            });
        return command;
    }

    private static VerbCommand Init(CliContext context)
    {
        var cluster = new Option<string>("--cluster")
        {
            Description = "PostgreSQL database of the cluster.",
            HelpName = "postgres://…",
            Required = true,
        };
        var command = new VerbCommand(
            "init",
            "Create or migrate the cluster's tables. Members do it by themselves if they may; this is for those that "
                + "may not.",
            "tollama cluster init --cluster postgres://tollama@db/tollama")
        {
            cluster,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (before, now) = await ClusterDatabase.MigrateAsync(parsed.GetRequiredValue(cluster), cancellationToken);
            context.Terminal.Print(before == now
                ? $"The cluster's tables are of version {now} already."
                : $"The cluster's tables are of version {now} now (before: {(before == 0 ? "none" : before)}).");
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<bool> PauseAsync(CliContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(WatchEvery, context.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    private static void Print(JsonElement reply, bool asJson, bool isWatching, Terminal terminal)
    {
        if (asJson && isWatching)
        {
            terminal.PrintJsonLine(reply);
        }
        else if (asJson)
        {
            terminal.PrintJson(reply);
        }
        else
        {
            if (isWatching && terminal.IsOutputTerminal)
            {
                terminal.Out.Write("\x1b[H\x1b[2J");
            }

            ClusterReport.Print(reply, terminal);
        }
    }
}
