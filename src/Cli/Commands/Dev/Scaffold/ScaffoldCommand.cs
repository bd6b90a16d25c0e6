using System.CommandLine;
using System.Text.RegularExpressions;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Dev.Scaffold;

/// <summary><c>tollama dev scaffold</c>: the files of a new model family, in a checkout of the program.</summary>
internal static partial class ScaffoldCommand
{
    /// <summary>The command.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var family = new Argument<string>("FAMILY") { Description = "Name of the family: letters, digits, - and _." };
        var register = new Option<bool>("--register")
        {
            Description = "Also add it to the table of families and to the registry.",
        };
        var force = new Option<bool>("--force") { Description = "Overwrite files that are there." };
        var command = new VerbCommand(
            "scaffold",
            "Write the files of a new model family into a checkout: family, forecaster, test, page. They compile and "
            + "forecast the mean of the history.",
            "tollama dev scaffold my-family --register")
        {
            family,
            register,
            force,
        };
        family.Validators.Add(result =>
        {
            if (!FamilyName().IsMatch(Normalise(result.GetValueOrDefault<string>())))
            {
                result.AddError(
                    $"FAMILY is '{result.GetValueOrDefault<string>()}'; it must begin with a letter and hold letters, "
                        + "digits, - and _ only."
                );
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var skeleton = new FamilySkeleton(FindCheckout(context), Normalise(parsed.GetRequiredValue(family)));
            await WriteAsync(skeleton, parsed.GetValue(register), parsed.GetValue(force), context, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }

    private static string Normalise(string name) => name.ToLowerInvariant().Replace('-', '_');

    private static string FindCheckout(CliContext context)
    {
        for (var folder = new DirectoryInfo(context.WorkingFolder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tollama.sln")))
            {
                return folder.FullName;
            }
        }

        throw new CommandFailedException(
            $"'{context.WorkingFolder}' is not in a checkout of tollama: no Tollama.sln above it.");
    }

    private static async Task WriteAsync(
        FamilySkeleton skeleton,
        bool isRegistered,
        bool overwrites,
        CliContext context,
        CancellationToken cancellationToken)
    {
        var files = skeleton.Files(isRegistered).ToList();
        if (!overwrites && files.Find(file => File.Exists(file.Path)) is { Path: { } taken })
        {
            throw new CommandFailedException($"'{taken}' is there already; overwrite it with --force.");
        }

        foreach (var (path, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file in a folder has one
            await File.WriteAllTextAsync(path, content, cancellationToken);
            context.Terminal.Print(Path.GetRelativePath(skeleton.Root, path));
        }

        if (isRegistered)
        {
            await skeleton.RegisterAsync(cancellationToken);
        }

        context.Terminal.Note("Next: docs/guides/add-a-model-family.md.");
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex FamilyName();
}
