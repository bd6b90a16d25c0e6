using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline;

/// <summary>The statistical models as registry entries: built in, always ready, no pull.</summary>
public static class BaselineModels
{
    /// <summary>Family name of every entry.</summary>
    public const string Family = "baseline";

    private static readonly OptionCard[] CommonOptions =
    [
        new("intervals",
            "{method: native | calibrated | conformal-distribution | conformal-error, windows: integer >= 2}",
            "native where the method has it, else conformal-distribution with 10 windows",
            "Where quantiles come from."),
        new("seed", "integer", "0", "Seed of simulated quantiles."),
        new("return_fit", "boolean", "false", "Report what was estimated in usage.fits."),
    ];

    private static readonly OptionCard GivenModelOption = new(
        "at", "{components: text, parameters: {name: number}, initial_states: [number]}", "search",
        "Evaluate this model instead of searching for one.");

    /// <summary>One entry per method, in the order of the documentation.</summary>
    public static IReadOnlyList<RegistryEntry> Entries { get; } = [.. BaselineMethods.All.Select(Entry)];

    private static RegistryEntry Entry(MethodCard card) => new()
    {
        Name = card.Name,
        Family = Family,
        Source = new ModelSource("builtin", card.Name, "builtin"),
        Licence = new ModelLicence { Type = "apache-2.0", Accepted = true },
        Metadata = Metadata(card),
        Capabilities = card.TakesRegressors
            ? ModelCapabilities.None with { FutureCovariatesNumeric = true }
            : ModelCapabilities.None,
        IsBuiltIn = true,
    };

    private static JsonObject Metadata(MethodCard card)
    {
        var options = new JsonObject();
        OptionCard[] given = card.TakesGivenModel ? [GivenModelOption] : [];
        foreach (var option in card.Options.Concat(CommonOptions).Concat(given))
        {
            options[option.Name] = new JsonObject
            {
                ["type"] = option.Type,
                ["default"] = option.Default,
                ["description"] = option.Summary,
            };
        }

        return new JsonObject
        {
            ["implementation"] = card.Name,
            ["description"] = card.Summary,
            ["options"] = options,
        };
    }
}
