using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Doctor;

/// <summary><c>tollama doctor</c>: finds what keeps the program from working.</summary>
internal static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var json = CommonOptions.Json();
        var daemon = new DaemonOptions(defaultTimeout: 2);
        var command = new VerbCommand(
            "doctor",
            "Check engine, devices, disk, hub token, daemon and settings. Exit code 0 when all is well, 1 with a "
            + "warning, 2 with a failure.",
            "tollama doctor")
        {
            json,
        };
        daemon.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            var checks = await HealthChecks.RunAsync(client, context, cancellationToken);
            if (parsed.GetValue(json))
            {
                context.Terminal.PrintJson(ToJson(checks));
            }
            else
            {
                PrintText(checks, context.Terminal);
            }

            return checks.Max(check => check.Status) switch
            {
                CheckStatus.Fail => ExitCodes.Usage,
                CheckStatus.Warn => ExitCodes.Failure,
                _ => ExitCodes.Success,
            };
        });
        return command;
    }

    private static void PrintText(IReadOnlyList<Check> checks, Terminal terminal)
    {
        terminal.Print("tollama doctor");
        foreach (var check in checks)
        {
            string status = check.Status.ToString().ToUpperInvariant().PadRight(5);
            terminal.Print($"  {status} {check.Name}: {check.Message}");
        }

        terminal.Print(
            $"{Count(checks, CheckStatus.Pass)} passed, {Count(checks, CheckStatus.Warn)} warned, "
            + $"{Count(checks, CheckStatus.Fail)} failed");
    }

    private static JsonElement ToJson(IReadOnlyList<Check> checks) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("checks");
        foreach (var check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteString("status", Word(check.Status));
            writer.WriteString("message", check.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("summary");
        foreach (var status in Enum.GetValues<CheckStatus>())
        {
            writer.WriteNumber(Word(status), Count(checks, status));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static string Word(CheckStatus status) => status.ToString().ToLowerInvariant();

    private static int Count(IReadOnlyList<Check> checks, CheckStatus status) =>
        checks.Count(check => check.Status == status);
}
