using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Pin;

/// <summary><c>tollama pin</c>: keeps a model loaded, says where it may be, or lists what was said.</summary>
internal static class PinCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var model = CommonOptions.Model(context);
        model.Description = "Name of the model; without it the pins are listed.";
        model.Arity = ArgumentArity.ZeroOrOne;
        var devices = Devices("--device", "Load it on this device and on no other, [SILO/]DEVICE; may be repeated.");
        var preferred = Devices("--prefer", "Rather load it on this device; may be repeated.");
        var avoided = Devices("--avoid", "Never load it on this device; may be repeated.");
        var mayLeave = new Option<bool>("--may-leave")
        {
            Description = "Only say where it may be: it is not loaded now, and goes when its time is up.",
        };
        var json = CommonOptions.Json();
        var daemon = new DaemonOptions(defaultTimeout: 300);
        var command = new VerbCommand(
            "pin",
            "Keep a model loaded and say on which devices it may be, or list the pins.",
            "tollama pin chronos2",
            "tollama pin chronos2 --device one/cuda:0",
            "tollama pin chronos2 --prefer cuda --avoid two/* --may-leave",
            "tollama pin --json")
        {
            model,
            devices,
            preferred,
            avoided,
            mayLeave,
            json,
        };
        daemon.AddTo(command);
        command.Validators.Add(result => Check(result, model, devices, preferred, avoided));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = daemon.Client(parsed, context);
            var reply = parsed.GetValue(model) is { } name
                ? await client.PostAsync("/v1/pins", Body(name), $"pin model '{name}'", cancellationToken)
                : await client.GetAsync("/v1/pins", "list pins", cancellationToken);
            PinReport.Print(reply, parsed.GetValue(json), context.Terminal);
            return ExitCodes.Success;

            JsonElement Body(string name) => JsonText.Build(writer =>
            {
                string[] only = parsed.GetValue(devices) ?? [];
                string[] rather = parsed.GetValue(preferred) ?? [];
                writer.WriteStartObject();
                writer.WriteString("model", name);
                writer.WriteString("mode", only.Length > 0 ? "pin" : rather.Length > 0 ? "prefer" : "auto");
                WriteTexts(writer, "devices", [.. only, .. rather]);
                WriteTexts(writer, "avoid", parsed.GetValue(avoided) ?? []);
                writer.WriteBoolean("keep", !parsed.GetValue(mayLeave));
                writer.WriteEndObject();
            });
        });
        return command;
    }

    private static void Check(
        CommandResult result,
        Argument<string> model,
        Option<string[]> devices,
        Option<string[]> preferred,
        Option<string[]> avoided)
    {
        if (result.GetResult(devices) is not null && result.GetResult(preferred) is not null)
        {
            result.AddError("--device and --prefer exclude each other; give one of them.");
        }

        if (result.GetValue(model) is null
            && new[] { devices, preferred, avoided }.Any(option => result.GetResult(option) is not null))
        {
            result.AddError("MODEL is missing: whose devices are meant?");
        }
    }

    private static Option<string[]> Devices(string name, string description) =>
        new(name) { Description = description, HelpName = "DEVICE", Arity = ArgumentArity.OneOrMore };

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
