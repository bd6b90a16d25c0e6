using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Xai;

/// <summary><c>tollama xai calibration</c>: the recorded outcomes of this machine; needs no daemon.</summary>
internal static class CalibrationCommand
{
    /// <summary>The command.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var agent = new Argument<string?>("AGENT")
        {
            Description = "One agent, such as news; default all.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new VerbCommand(
            "calibration", "Show recorded outcomes, from the state folder.", "tollama xai calibration news")
        {
            agent,
        };
        command.SetAction(parsed =>
        {
            string path = Path.Combine(context.Home, "xai", "calibration.json");
            var records = Read(path);
            var shown = parsed.GetValue(agent) is { } name && records is { } all ? Find(all, name) : records;
            if (shown is { } document)
            {
                context.Terminal.PrintJson(document);
                return ExitCodes.Success;
            }

            context.Terminal.Print("Nothing is recorded yet; 'tollama xai record-outcome' records an outcome.");
            return ExitCodes.Success;
        });
        return command;
    }

    private static JsonElement? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonElement.Parse(File.ReadAllBytes(path)) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandFailedException($"'{path}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>What a file holds of one agent: its member, at the top or one level below.</summary>
    private static JsonElement? Find(JsonElement records, string agent) =>
        records.Member(agent)
        ?? (
            records.ValueKind == JsonValueKind.Object
                ? records
                    .EnumerateObject()
                    .Select(member => member.Value.Member(agent))
                    .FirstOrDefault(found => found is not null)
                : null);
}
