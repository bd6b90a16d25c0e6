using System.CommandLine;
using System.Text.Json;
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
        var why = new Option<bool>("--why") { Description = "Show why each model is where it is, and who had to go." };
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "ps",
            "List the models that are loaded, where, and until when.",
            "tollama ps",
            "tollama ps --why",
            "tollama ps --json")
        {
            json,
            why,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            if (parsed.GetValue(why))
            {
                var placements = await client.GetAsync("/v1/placements", "explain placements", cancellationToken);
                PlacementReport.Print(placements, parsed.GetValue(json), context.Terminal);
                return ExitCodes.Success;
            }

            var reply = await client.GetAsync("/api/ps", "list loaded models", cancellationToken);
            var terminal = context.Terminal;
            if (parsed.GetValue(json))
            {
                terminal.PrintJson(reply);
                return ExitCodes.Success;
            }

            PrintLoaded(reply, terminal);
            PrintComing(reply, terminal);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void PrintLoaded(JsonElement reply, Terminal terminal)
    {
        var models = reply.Items("models").ToList();
        if (models.Count == 0)
        {
            terminal.Print("No models are loaded.");
            return;
        }

        var table = new Table("NAME", "FAMILY", "EXPIRES", "WHERE");
        foreach (var model in models)
        {
            table.Add(
                model.Text("name"),
                model.Member("details")?.Text("family"),
                model.Flag("pinned") == true ? "never: pinned" : model.Text("expires_at"),
                Where(model));
        }

        table.WriteTo(terminal);
    }

    /// <summary>Models that are not loaded yet: on their way, each with how far it is.</summary>
    private static void PrintComing(JsonElement reply, Terminal terminal)
    {
        var models = reply.Items("coming").ToList();
        if (models.Count == 0)
        {
            return;
        }

        terminal.Print(string.Empty);
        var table = new Table("COMING", "FAMILY", "STATE", new TableColumn("SIZE", true), "WHERE");
        foreach (var model in models)
        {
            table.Add(
                model.Text("name"),
                model.Member("details")?.Text("family"),
                model.Text("state"),
                ByteSize.Format(model.Integer("size")),
                $"{model.Text("silo")}/{model.Text("device")}");
        }

        table.WriteTo(terminal);
    }

    private static string Where(JsonElement model) =>
        string.Join(", ", model.Items("copies").Select(copy => $"{copy.Text("silo")}/{copy.Text("device")}"));
}
