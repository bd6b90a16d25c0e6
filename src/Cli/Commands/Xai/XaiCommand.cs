using System.CommandLine;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Xai;

/// <summary><c>tollama xai</c>: decisions, trust and calibration.</summary>
internal static class XaiCommand
{
    private const double Timeout = 300;

    /// <summary>The command.</summary>
    public static Command Create(CliContext context) => new VerbCommand(
        "xai",
        "Explain and guard decisions that rest on forecasts: trust scores, gates, alerts, calibration.",
        "tollama xai history news --limit 5",
        "tollama xai calibration")
    {
        Post(context, "explain-decision", "/api/xai/explain-decision", "Explain a decision."),
        Post(context, "trust-score", "/api/xai/trust-breakdown", "Break a trust score down into its components."),
        ModelCard(context),
        Post(context, "gate-decision", "/api/xai/gate-decision", "Say whether a decision may go ahead."),
        Post(context, "batch-analyze", "/api/xai/batch-analyze", "Score up to 100 payloads."),
        Post(context, "alerts-configure", "/api/xai/alerts/configure", "Set the thresholds of alerts."),
        Post(context, "alerts-check", "/api/xai/alerts/check", "Check a payload against the thresholds."),
        Post(context, "record-outcome", "/api/xai/record-outcome", "Record what came of a decision."),
        History(context),
        Connectors(context),
        CalibrationCommand.Create(context),
    };

    private static Option<string?> Input(CliContext context)
    {
        var input = FileOption.Create("--input", "JSON file with the request; - for standard input.", context);
        input.Required = true;
        return input;
    }

    private static Argument<string?> Domain() => new("DOMAIN")
    {
        Description = "One domain, such as news; default all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static VerbCommand Post(CliContext context, string name, string route, string description)
    {
        var input = Input(context);
        var daemon = new DaemonOptions(Timeout);
        var command = new VerbCommand(name, description, $"tollama xai {name} --input request.json") { input };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = await FileOption.ReadJsonAsync(parsed.GetRequiredValue(input)!, context, cancellationToken);
            using var client = daemon.Client(parsed, context);
            context.Terminal.PrintJson(await client.PostAsync(route, body, Words(name), cancellationToken));
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand ModelCard(CliContext context)
    {
        var input = Input(context);
        var markdown = new Option<bool>("--markdown") { Description = "Print the card as text instead of JSON." };
        var daemon = new DaemonOptions(Timeout);
        var command = new VerbCommand(
            "model-card", "Write a model card.", "tollama xai model-card --input request.json --markdown")
        {
            input,
            markdown,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = await FileOption.ReadJsonAsync(parsed.GetRequiredValue(input)!, context, cancellationToken);
            using var client = daemon.Client(parsed, context);
            bool isText = parsed.GetValue(markdown);
            var reply = await client.PostAsync(
                "/api/xai/model-card", isText ? XaiBodies.WithFormat(body, "markdown") : body, "model card", cancellationToken);
            if (isText && XaiBodies.TextOf(reply) is { } text)
            {
                context.Terminal.Print(text);
                return ExitCodes.Success;
            }

            context.Terminal.PrintJson(reply);
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand History(CliContext context)
    {
        const int DefaultLimit = 50;
        const int MaximumLimit = 500;
        var domain = Domain();
        var limit = CommonOptions.PositiveInteger(
            "--limit", $"Most records per domain, at most {MaximumLimit}; default {DefaultLimit}.");
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is > MaximumLimit and var value)
            {
                result.AddError($"--limit is {value}; it must be at most {MaximumLimit}.");
            }
        });
        var daemon = new DaemonOptions(Timeout);
        var command = new VerbCommand("history", "Show recorded trust scores.", "tollama xai history news --limit 5")
        {
            domain,
            limit,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            var body = XaiBodies.Domains(parsed.GetValue(domain), parsed.GetValue(limit) ?? DefaultLimit);
            context.Terminal.PrintJson(
                await client.PostAsync("/api/xai/dashboard/history", body, "trust history", cancellationToken));
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Connectors(CliContext context)
    {
        var domain = Domain();
        var daemon = new DaemonOptions(Timeout);
        var command = new VerbCommand(
            "connectors-health", "Show the state of the connectors.", "tollama xai connectors-health news")
        {
            domain,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            var body = XaiBodies.Domains(parsed.GetValue(domain), limit: null);
            context.Terminal.PrintJson(
                await client.PostAsync("/api/xai/connectors/health", body, "connectors health", cancellationToken));
            return ExitCodes.Success;
        });
        return command;
    }

    private static string Words(string name) => name.Replace('-', ' ');
}
