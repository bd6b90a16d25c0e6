using System.CommandLine;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Commands.Config;

/// <summary><c>tollama config</c>: reads and writes the settings file of the state folder; needs no daemon.</summary>
internal static class ConfigCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context) => new VerbCommand(
        "config",
        "Read and write settings. They live in config.json in the state folder; a running daemon follows changes.",
        "tollama config set pull.max_workers 4",
        "tollama config list")
    {
        List(context),
        Get(context),
        Set(context),
        Unset(context),
        Keys(context),
        Init(context),
    };

    private static VerbCommand List(CliContext context)
    {
        var json = new Option<bool>("--json") { Description = "Print compact JSON." };
        var command = new VerbCommand(
            "list", "Show every setting, defaults included, as JSON.", "tollama config list")
        {
            json,
        };
        command.SetAction(parsed =>
        {
            var document = ConfigDocument.ToJson(ConfigDocument.Read(context), isComplete: true);
            if (parsed.GetValue(json))
            {
                context.Terminal.PrintJsonLine(document);
                return ExitCodes.Success;
            }

            context.Terminal.PrintJson(document);
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Get(CliContext context)
    {
        var name = KeyArgument();
        var command = new VerbCommand("get", "Show one setting.", "tollama config get pull.offline") { name };
        command.SetAction(parsed =>
        {
            var key = ConfigKeys.Find(parsed.GetRequiredValue(name));
            context.Terminal.Print(ConfigKeys.Show(key.Get(ConfigDocument.Read(context))));
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Set(CliContext context)
    {
        var name = KeyArgument();
        var value = new Argument<string>("VALUE") { Description = "New value; null takes the setting back." };
        var command = new VerbCommand(
            "set", "Change one setting.", "tollama config set pull.http_proxy http://proxy.example:3128")
        {
            name,
            value,
        };
        command.SetAction((parsed, cancellationToken) =>
            StoreAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(value), context, cancellationToken));
        return command;
    }

    private static VerbCommand Unset(CliContext context)
    {
        var name = KeyArgument();
        var command = new VerbCommand(
            "unset", "Take one setting back to its default.", "tollama config unset pull.http_proxy")
        {
            name,
        };
        command.SetAction((parsed, cancellationToken) =>
            StoreAsync(parsed.GetRequiredValue(name), "null", context, cancellationToken));
        return command;
    }

    private static VerbCommand Keys(CliContext context)
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "keys", "List the keys with their values and meanings.", "tollama config keys")
        {
            json,
        };
        command.SetAction(parsed =>
        {
            var config = ConfigDocument.Read(context);
            if (parsed.GetValue(json))
            {
                PrintKeys(config, context.Terminal);
                return ExitCodes.Success;
            }

            var table = new Table("KEY", "VALUE", "DESCRIPTION");
            foreach (var key in ConfigKeys.All)
            {
                table.Add(key.Name, ConfigKeys.Show(key.Get(config)), key.Description);
            }

            table.WriteTo(context.Terminal);
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Init(CliContext context)
    {
        var force = new Option<bool>("--force") { Description = "Overwrite a settings file that is there." };
        var command = new VerbCommand(
            "init", "Write a settings file with every default.", "tollama config init")
        {
            force,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string path = ConfigDocument.PathOf(context);
            if (File.Exists(path) && !parsed.GetValue(force))
            {
                context.Terminal.Print($"{path} is there already; overwrite it with --force.");
                return ExitCodes.Failure;
            }

            var defaults = ConfigDocument.ToJson(TollamaConfig.Default, isComplete: true);
            await ConfigDocument.WriteAsync(defaults, context, cancellationToken);
            context.Terminal.Print(path);
            return ExitCodes.Success;
        });
        return command;
    }

    private static Argument<string> KeyArgument()
    {
        var argument = new Argument<string>("KEY") { Description = "Name of the setting; 'config keys' lists them." };
        argument.CompletionSources.Add(_ => ConfigKeys.All.Select(key => key.Name));
        return argument;
    }

    private static async Task<int> StoreAsync(
        string name, string text, CliContext context, CancellationToken cancellationToken)
    {
        var key = ConfigKeys.Find(name);
        object? value = ConfigKeys.Parse(key, text);
        var config = key.Set(ConfigDocument.Read(context), value);
        await ConfigDocument.WriteAsync(ConfigDocument.ToJson(config), context, cancellationToken);
        return ExitCodes.Success;
    }

    private static void PrintKeys(TollamaConfig config, Terminal terminal) => terminal.PrintJsonLine(
        JsonText.Build(writer =>
        {
            writer.WriteStartArray();
            foreach (var key in ConfigKeys.All)
            {
                writer.WriteStartObject();
                writer.WriteString("key", key.Name);
                writer.WritePropertyName("value");
                ConfigDocument.WriteScalar(writer, key.Get(config));
                writer.WriteString("description", key.Description);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }));
}
