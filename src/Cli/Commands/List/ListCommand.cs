using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Connection;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.List;

/// <summary><c>tollama list</c>: the models on the daemon's machine.</summary>
internal static class ListCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json();
        var all = new Option<bool>("--all")
        {
            Description = "Also the built-in models and those that can be pulled.",
        };
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "list",
            "List the installed models." + DaemonConnection.Advice,
            "tollama list",
            "tollama list --all",
            "tollama list --json")
        {
            json,
            all,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var connection = await DaemonConnection.OpenAsync(
                daemon, parsed, context, cancellationToken);
            var client = connection.Client;
            return parsed.GetValue(all)
                ? await ListAllAsync(client, parsed.GetValue(json), context.Terminal, cancellationToken)
                : await ListInstalledAsync(client, parsed.GetValue(json), context.Terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> ListInstalledAsync(
        DaemonTransport client, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var reply = await client.GetAsync("/api/tags", "list models", cancellationToken);
        if (isJson)
        {
            terminal.PrintJson(reply);
            return ExitCodes.Success;
        }

        var models = reply.Items("models").ToList();
        if (models.Count == 0)
        {
            terminal.Print("No models are installed; 'tollama list --all' shows what there is.");
            return ExitCodes.Success;
        }

        var table = new Table("NAME", "FAMILY", new TableColumn("SIZE", IsRightAligned: true), "MODIFIED");
        foreach (var model in models)
        {
            table.Add(
                model.Text("name") ?? model.Text("model"), Family(model),
                ByteSize.Format(model.Integer("size")), model.Text("modified_at"));
        }

        table.WriteTo(terminal);
        return ExitCodes.Success;
    }

    private static async Task<int> ListAllAsync(
        DaemonTransport client, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var reply = await client.GetAsync("/v1/models", "list models", cancellationToken);
        if (isJson)
        {
            terminal.PrintJson(reply);
            return ExitCodes.Success;
        }

        var table = new Table("NAME", "FAMILY", "STATE", "LICENCE");
        AddRows(table, reply.Items("installed"), "installed");
        AddRows(table, reply.Items("builtin"), "built in");
        AddRows(table, reply.Items("available").Where(model => model.Flag("installed") is not true), "to pull");
        table.WriteTo(terminal);
        return ExitCodes.Success;
    }

    private static void AddRows(Table table, IEnumerable<JsonElement> models, string state)
    {
        foreach (var model in models)
        {
            string? licence = model.Member("license")?.Text("type");
            bool mustAccept = model.Member("license")?.Flag("accepted") is false;
            table.Add(
                model.Text("name"), Family(model), state, mustAccept ? $"{licence} (to accept)" : licence);
        }
    }

    private static string? Family(JsonElement model) =>
        model.Text("family") ?? model.Member("details")?.Text("family");
}
