using System.CommandLine;
using Tollama.Cli.Output;

namespace Tollama.Cli.Parsing;

/// <summary>Options that several commands share, spelled once.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of a table." };

    /// <summary>A <c>MODEL</c> argument that completes to the names of the registry and the state folder.</summary>
    public static Argument<string> Model(CliContext context)
    {
        var argument = new Argument<string>("MODEL") { Description = "Name of the model." };
        argument.CompletionSources.Add(completion => ModelNames.Starting(completion.WordToComplete, context));
        return argument;
    }

    /// <summary><c>--progress</c>.</summary>
    public static Option<ProgressMode> Progress() => ChoiceOption.Create<ProgressMode>(
        "--progress", "Show progress on standard error: auto (when it is a terminal), on or off.");

    /// <summary><c>--accept-license</c>.</summary>
    public static Option<bool> AcceptLicence() => new("--accept-license")
    {
        Description = "Accept the licence of the model where it asks for that.",
    };

    /// <summary>An option that takes a whole number of at least one.</summary>
    public static Option<int?> PositiveInteger(string name, string description, string helpName = "N")
    {
        var option = new Option<int?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 and var value)
            {
                result.AddError($"{name} is {value}; it must be at least 1.");
            }
        });
        return option;
    }
}
