using System.CommandLine;
using System.Text;
using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Cli.Commands.Routing;

/// <summary><c>tollama routing</c>: which model serves which mode of auto-forecast; needs no daemon.</summary>
internal static class RoutingCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context) => new VerbCommand(
        "routing",
        "Show or set which model serves which mode of auto-forecast (default, fast_path, high_accuracy). Settings of "
        + "config.json come before the manifest.",
        "tollama routing show",
        "tollama routing apply result.json")
    {
        Show(context),
        Apply(context),
    };

    /// <summary>Where the manifest of this machine is.</summary>
    private static string PathOf(CliContext context) =>
        context.Environment.Text("TOLLAMA_ROUTING_MANIFEST") is { } named
            ? context.FullPath(named)
            : Path.Combine(context.Home, "routing.json");

    private static VerbCommand Show(CliContext context)
    {
        var path = new Argument<string?>("PATH")
        {
            Description = "A manifest or a benchmark's result; default the manifest that counts here.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "show", "Show a routing manifest.", "tollama routing show", "tollama routing show --json")
        {
            path,
            json,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(path) is { } named ? context.FullPath(named) : PathOf(context);
            if (!File.Exists(file))
            {
                throw new CommandFailedException($"There is no routing manifest at '{file}'.")
                {
                    Hint = "'tollama benchmark FILE --output FOLDER' makes one, 'tollama routing apply' installs it.",
                };
            }

            var manifest = Read(file);
            var document = JsonElement.Parse(manifest.ToJson().ToJsonString());
            if (parsed.GetValue(json))
            {
                context.Terminal.PrintJson(document);
                return ExitCodes.Success;
            }

            var table = new Table("MODE", "MODEL");
            foreach (var mode in document.GetProperty("routing").EnumerateObject())
            {
                table.Add(mode.Name, mode.Value.GetString());
            }

            table.WriteTo(context.Terminal);
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Apply(CliContext context)
    {
        var path = new Argument<string>("PATH") { Description = "A manifest, or the result.json of a benchmark." };
        var destination = new Option<string?>("--path")
        {
            Description = "File to write; default the manifest that counts here.",
            HelpName = "DEST",
        };
        var command = new VerbCommand(
            "apply", "Write the routing manifest of this machine.", "tollama routing apply result.json")
        {
            path,
            destination,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var manifest = Read(context.FullPath(parsed.GetRequiredValue(path)));
            string target = parsed.GetValue(destination) is { } named ? context.FullPath(named) : PathOf(context);
            var document = JsonElement.Parse(manifest.ToJson().ToJsonString());
            await WriteAsync(target, document, cancellationToken);
            context.Terminal.Print(target);
            context.Terminal.PrintJson(document.GetProperty("routing"));
            return ExitCodes.Success;
        });
        return command;
    }

    private static RoutingManifest Read(string file)
    {
        try
        {
            return RoutingManifest.Parse(File.ReadAllBytes(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or TollamaException)
        {
            throw new CommandFailedException($"'{file}' cannot be used: {fault.Message}", fault);
        }
    }

    private static async Task WriteAsync(string file, JsonElement document, CancellationToken cancellationToken)
    {
        try
        {
            string folder = Path.GetDirectoryName(file)!; // an absolute path of a file
            Directory.CreateDirectory(folder);
            string temporary = Path.Combine(folder, "routing.tmp");
            await File.WriteAllTextAsync(
                temporary,
                JsonText.Pretty(document) + "\n",
                new UTF8Encoding(false),
                cancellationToken);
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"'{file}' cannot be written: {fault.Message}", fault);
        }
    }
}
