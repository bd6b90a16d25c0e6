using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Runtime;

/// <summary>
/// <c>tollama runtime</c>: which families this program computes; there is nothing to install or remove.
/// </summary>
internal static class RuntimeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context) =>
        new VerbCommand(
            "runtime",
            "Show which model families this program computes. They are compiled in: install, remove and update are "
                + "kept for "
                + "scripts and change nothing.",
            "tollama runtime list")
        {
            List(context),
            Install(context),
            Remove(context),
            Update(context),
        };

    private static VerbCommand List(CliContext context)
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand("list", "List the families.", "tollama runtime list --json") { json };
        command.SetAction(parsed =>
        {
            var families = RuntimeFamily.All(context);
            if (parsed.GetValue(json))
            {
                context.Terminal.Print(JsonText.PrettyUnsorted(ToJson(families)));
                return ExitCodes.Success;
            }

            string none = context.Terminal.AllowsUnicode ? "—" : "-";
            foreach (var family in families)
            {
                string note = family.IsBuiltIn ? "compiled in" : "not in this build";
                context.Terminal.Print(
                    $"{context.Terminal.Mark(family.IsBuiltIn)} {family.Name,-12} tollama={family.Version ?? none} "
                    + $"python={none} {note}");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Install(CliContext context)
    {
        var (family, all) = Targets("Every family.");
        var progressMode = CommonOptions.Progress();
        var reinstall = new Option<bool>("--reinstall") { Description = "Kept for scripts; changes nothing." };
        var command = new VerbCommand(
            "install", "Check that a family is compiled in.", "tollama runtime install torch")
        {
            family,
            all,
            reinstall,
            progressMode,
        };
        command.SetAction(parsed =>
        {
            using var progress = new Progress(parsed.GetValue(progressMode), context.Terminal, context.Time);
            foreach (var target in Choose(parsed.GetValue(family), parsed.GetValue(all), context))
            {
                progress.Note($"Checking {target.Name} …");
                if (!target.IsBuiltIn)
                {
                    context.Terminal.Note(
                        $"{context.Terminal.Mark(false)} {target.Name}: this build cannot compute it.");
                    return ExitCodes.Failure;
                }

                context.Terminal.Print($"{context.Terminal.Mark(true)} {target.Name}: {Environment.ProcessPath}");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Remove(CliContext context)
    {
        var (family, all) = Targets("Every family.");
        var command = new VerbCommand(
            "remove",
            "Kept for scripts: a family that is compiled in cannot be removed.",
            "tollama runtime remove torch")
        {
            family,
            all,
        };
        command.SetAction(parsed =>
        {
            foreach (var target in Choose(parsed.GetValue(family), parsed.GetValue(all), context))
            {
                context.Terminal.Print(target.IsBuiltIn
                    ? $"{target.Name}: compiled in, nothing to remove."
                    : $"{target.Name}: not installed.");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand Update(CliContext context)
    {
        var (family, all) = Targets("Every family that is compiled in.");
        var command = new VerbCommand(
            "update", "Kept for scripts: families are updated with the program.", "tollama runtime update --all")
        {
            family,
            all,
        };
        command.SetAction(parsed =>
        {
            var targets = Choose(parsed.GetValue(family), parsed.GetValue(all), context)
                .Where(target => target.IsBuiltIn).ToList();
            foreach (var target in targets)
            {
                context.Terminal.Print($"{context.Terminal.Mark(true)} {target.Name}: tollama {target.Version}");
            }

            if (targets.Count == 0)
            {
                context.Terminal.Print("Nothing to update.");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static (Argument<string?> Family, Option<bool> All) Targets(string description)
    {
        var family = new Argument<string?>("FAMILY")
        {
            Description = "Name of the family.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        family.CompletionSources.Add(_ => RuntimeFamily.Names);
        return (family, new Option<bool>("--all") { Description = description });
    }

    private static IReadOnlyList<RuntimeFamily> Choose(string? name, bool all, CliContext context)
    {
        if (all)
        {
            return RuntimeFamily.All(context);
        }

        string known = string.Join(", ", RuntimeFamily.Names);
        return name is null
            ? throw new CommandFailedException($"Name a FAMILY ({known}) or say --all.")
            : [RuntimeFamily.All(context).FirstOrDefault(family => family.Name == name)
                ?? throw new CommandFailedException($"'{name}' is not a family; there are {known}.")];
    }

    private static JsonElement ToJson(IReadOnlyList<RuntimeFamily> families) => JsonText.Build(writer =>
    {
        writer.WriteStartArray();
        foreach (var family in families)
        {
            writer.WriteStartObject();
            writer.WriteString("family", family.Name);
            writer.WriteBoolean("installed", family.IsBuiltIn);
            writer.WriteNull("venv_path");
            writer.WriteString("tollama_version", family.Version);
            writer.WriteString("extra", $"runner_{family.Name}");
            writer.WriteNull("python_version");
            writer.WriteNull("python_constraint");
            writer.WriteNull("installed_at");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
