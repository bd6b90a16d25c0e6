using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Cli.Commands.Version;
using Tollama.Cli.Parsing;
using Tollama.Client.Errors;
using Tollama.Client.Transport;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Commands.Info;

/// <summary><c>tollama info</c>: diagnostics of the daemon, or of this machine when none answers.</summary>
internal static class InfoCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json();
        var verbose = new Option<bool>("--verbose") { Description = "Add the raw data of every model and runner." };
        var local = new Option<bool>("--local") { Description = "Ask no daemon; look at this machine." };
        var remote = new Option<bool>("--remote") { Description = "Fail when the daemon does not answer." };
        var daemon = new DaemonOptions(defaultTimeout: 2);
        var command = new VerbCommand(
            "info",
            "Show paths, settings, models and environment, without secrets.",
            "tollama info",
            "tollama info --local --json")
        {
            json,
            verbose,
            local,
            remote,
        };
        daemon.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(local) && result.GetValue(remote))
            {
                result.AddError("--local and --remote exclude each other; give one of them.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            var document = await CollectAsync(
                client, parsed.GetValue(local), parsed.GetValue(remote), context, cancellationToken);
            if (parsed.GetValue(json))
            {
                context.Terminal.PrintJson(document);
                return ExitCodes.Success;
            }

            new InfoReport(document, context.Terminal).Print(parsed.GetValue(verbose));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<JsonElement> CollectAsync(
        DaemonTransport client, bool isLocal, bool isRemote, CliContext context, CancellationToken cancellationToken)
    {
        if (isLocal)
        {
            return Complete(LocalInfo.Collect(context), client, "local", isReachable: false, error: null);
        }

        try
        {
            var reply = await client.GetAsync("/api/info", "read diagnostics", cancellationToken);
            return Complete(JsonObject.Create(reply) ?? [], client, "remote", isReachable: true, error: null);
        }
        catch (DaemonException fault) when (!isRemote)
        {
            return Complete(LocalInfo.Collect(context), client, "local", isReachable: false, error: fault.Message);
        }
    }

    /// <summary>The document with what only the client knows, once more without secrets.</summary>
    private static JsonElement Complete(
        JsonObject document, DaemonTransport client, string source, bool isReachable, string? error)
    {
        string baseUrl = client.Address;
        var complete = Redaction.Document(document) as JsonObject ?? [];
        if (complete["daemon"] is not JsonObject daemon)
        {
            complete["daemon"] = daemon = [];
        }

        daemon["reachable"] = isReachable;
        daemon["error"] = error;
        complete["client"] = new JsonObject
        {
            ["base_url"] = baseUrl,
            ["api_base_url"] = baseUrl + "/api",
            ["version"] = VersionCommand.Current,
            ["source"] = source,
        };
        using var parsed = JsonDocument.Parse(complete.ToJsonString());
        return parsed.RootElement.Clone();
    }
}
