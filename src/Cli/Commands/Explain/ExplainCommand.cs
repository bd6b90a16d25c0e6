using System.CommandLine;
using System.Globalization;
using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;
using Tollama.Core.Catalog;

namespace Tollama.Cli.Commands.Explain;

/// <summary><c>tollama explain</c>: what a model is good for, from the registry; needs no daemon.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var model = CommonOptions.Model(context);
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "explain",
            "Explain a model of the registry: source, licence, limits, covariates, what it is good for. Needs no "
                + "daemon.",
            "tollama explain chronos2")
        {
            model,
            json,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(model);
            using var catalog = new LocalCatalog(context);
            var registry = catalog.Store.Registry();
            var entry = registry.FirstOrDefault(candidate => candidate.Name == name)
                ?? throw Unknown(name, registry);
            var card = ModelCard.Of(entry, catalog.Store.Find(name));
            if (parsed.GetValue(json))
            {
                context.Terminal.Print(JsonText.Pretty(card.ToJson()));
                return ExitCodes.Success;
            }

            Print(card, context.Terminal);
            return ExitCodes.Success;
        });
        return command;
    }

    private static CommandFailedException Unknown(string name, IReadOnlyList<RegistryEntry> registry)
    {
        string? near = Suggestions.Closest(name, registry.Select(entry => entry.Name));
        string advice = near is null ? "'tollama list --all' shows the names" : $"did you mean '{near}'?";
        return new CommandFailedException($"'{name}' is not in the registry; {advice}");
    }

    private static void Print(ModelCard card, Terminal terminal)
    {
        var entry = card.Entry;
        terminal.Print($"{entry.Name} (family {entry.Family})");
        terminal.Print(
            $"  State:      {(card.IsInstalled ? "installed" : entry.IsBuiltIn ? "built in" : "not installed")}");
        terminal.Print($"  Source:     {entry.Source.Type} {entry.Source.RepoId} at {entry.Source.Revision}");
        string acceptance = (entry.Licence.NeedsAcceptance, card.IsLicenceAccepted) switch
        {
            (false, _) => string.Empty,
            (_, true) => ", accepted",
            _ => ", to be accepted before the first pull (--accept-license)",
        };
        terminal.Print($"  Licence:    {entry.Licence.Type}{acceptance}");
        if (entry.Licence.Notice is { } notice)
        {
            terminal.Print($"              {notice}");
        }

        terminal.Print($"  Horizon:    {Limit(card.MaxHorizon)}");
        terminal.Print($"  Context:    {Limit(card.MaxContext)}");
        terminal.Print($"  Covariates: {card.CovariateText}");
        terminal.Print("  Good for:");
        foreach (string use in card.UseCases)
        {
            terminal.Print($"    - {use}");
        }
    }

    private static string Limit(int? limit) =>
        limit is { } value ? $"at most {value.ToString(CultureInfo.InvariantCulture)} steps" : "no limit declared";
}
