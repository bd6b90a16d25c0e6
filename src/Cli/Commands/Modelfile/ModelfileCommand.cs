using System.CommandLine;
using System.Globalization;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Modelfile;

/// <summary><c>tollama modelfile</c>: profiles, which are defaults for forecasts under a name.</summary>
internal static class ModelfileCommand
{
    /// <summary>Path of the profiles.</summary>
    public const string Route = "/api/modelfiles";

    /// <summary>The command.</summary>
    public static Command Create(CliContext context) =>
        new VerbCommand(
            "modelfile",
            "Keep profiles: defaults for forecasts (model, quantiles, options, parameters) under a name. A request "
                + "takes them "
                + "with \"modelfile\": \"NAME\".",
            "tollama modelfile create weekly --model chronos2 --quantiles 0.1,0.9",
            "tollama modelfile list")
        {
            List(context),
            Show(context),
            ModelfileCreation.Create(context),
            Remove(context),
        };

    /// <summary>Path of one profile.</summary>
    public static string RouteOf(string name) => $"{Route}/{Uri.EscapeDataString(name)}";

    /// <summary>A <c>NAME</c> argument that completes to the profiles of the state folder.</summary>
    public static Argument<string> Name(CliContext context)
    {
        var argument = new Argument<string>("NAME") { Description = "Name of the profile." };
        argument.CompletionSources.Add(_ =>
        {
            var folder = new DirectoryInfo(Path.Combine(context.Home, "modelfiles"));
            return folder.Exists
                ? folder.EnumerateFiles("*.yaml").Select(file => Path.GetFileNameWithoutExtension(file.Name)).Order()
                : [];
        });
        return argument;
    }

    private static VerbCommand List(CliContext context)
    {
        var json = CommonOptions.Json();
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand("list", "List the profiles.", "tollama modelfile list --json") { json };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            var reply = await client.GetAsync(Route, "list modelfiles", cancellationToken);
            if (parsed.GetValue(json))
            {
                context.Terminal.PrintJson(reply);
                return ExitCodes.Success;
            }

            var profiles = reply.Items("modelfiles").ToList();
            if (profiles.Count == 0)
            {
                context.Terminal.Print("No profiles are stored; 'tollama modelfile create' makes one.");
                return ExitCodes.Success;
            }

            var table = new Table("NAME", "MODEL", new TableColumn("HORIZON", IsRightAligned: true));
            foreach (var profile in profiles)
            {
                var content = profile.Member("profile") ?? default;
                table.Add(
                    profile.Text("name"), content.Text("model"),
                    content.Integer("horizon")?.ToString(CultureInfo.InvariantCulture));
            }

            table.WriteTo(context.Terminal);
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Show(CliContext context)
    {
        var name = Name(context);
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand("show", "Show a profile as JSON.", "tollama modelfile show weekly") { name };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            string path = RouteOf(parsed.GetRequiredValue(name));
            context.Terminal.PrintJson(await client.GetAsync(path, "show modelfile", cancellationToken));
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Remove(CliContext context)
    {
        var name = Name(context);
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand("rm", "Remove a profile.", "tollama modelfile rm weekly") { name };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            string path = RouteOf(parsed.GetRequiredValue(name));
            context.Terminal.PrintJson(await client.DeleteAsync(path, null, "remove modelfile", cancellationToken));
            return ExitCodes.Success;
        });
        return command;
    }
}
