using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Catalog;

namespace Tollama.Cli.Commands.Explain;

/// <summary>What the registry and the install record say of a model.</summary>
internal sealed record ModelCard
{
    /// <summary>Its registry entry.</summary>
    public required RegistryEntry Entry { get; init; }

    /// <summary>Whether it is installed here.</summary>
    public required bool IsInstalled { get; init; }

    /// <summary>Whether its licence was accepted here; null when it is not installed.</summary>
    public required bool? IsLicenceAccepted { get; init; }

    /// <summary>Longest horizon; null when none is declared.</summary>
    public int? MaxHorizon => Limit("max_horizon", "prediction_length");

    /// <summary>Longest context; null when none is declared.</summary>
    public int? MaxContext => Limit("max_context", "context_length", "default_context_length");

    /// <summary>The covariates that it uses, in words.</summary>
    public string CovariateText
    {
        get
        {
            var names = new List<string>();
            Add(names, Capabilities.PastCovariatesNumeric, "past numeric");
            Add(names, Capabilities.PastCovariatesCategorical, "past categorical");
            Add(names, Capabilities.FutureCovariatesNumeric, "known-future numeric");
            Add(names, Capabilities.FutureCovariatesCategorical, "known-future categorical");
            Add(names, Capabilities.StaticCovariates, "static");
            return names.Count == 0 ? "none" : string.Join(", ", names);
        }
    }

    /// <summary>Two sentences on when to choose it.</summary>
    public IReadOnlyList<string> UseCases =>
        [
            Capabilities.FutureCovariatesNumeric || Capabilities.FutureCovariatesCategorical
                ? "Series with drivers that are known ahead, such as prices, holidays or a weather forecast"
                : "Series that are forecast from their own history alone",
            MaxHorizon switch
            {
                null when Entry.IsBuiltIn || Entry.Family == "mock" =>
                    "Machines without a download, baselines and checks of a set-up",
                null => "Zero-shot forecasts with intervals, without training",
                < 128 => "Short horizons with many series, where speed counts",
                _ => "Long horizons from a long context",
            },
        ];

    private ModelCapabilities Capabilities => Entry.Capabilities ?? ModelCapabilities.None;

    /// <summary>The card of a model.</summary>
    public static ModelCard Of(RegistryEntry entry, ModelManifest? installed) => new()
    {
        Entry = entry,
        IsInstalled = installed is not null,
        IsLicenceAccepted = installed?.Licence.Accepted,
    };

    /// <summary>The card as the contract writes it (contract/cli §4).</summary>
    public JsonElement ToJson()
    {
        var json = new JsonObject
        {
            ["model"] = Entry.Name,
            ["family"] = Entry.Family,
            ["installed"] = IsInstalled,
            ["source"] = ManifestJson.WriteSource(Entry.Source),
            ["license"] = new JsonObject
            {
                ["type"] = Entry.Licence.Type,
                ["needs_acceptance"] = Entry.Licence.NeedsAcceptance,
                ["accepted"] = IsLicenceAccepted,
                ["notice"] = Entry.Licence.Notice,
            },
            ["limits"] = new JsonObject { ["max_horizon"] = MaxHorizon, ["max_context"] = MaxContext },
            ["capabilities"] = ManifestJson.WriteCapabilities(Capabilities),
            ["recommended_use_cases"] = new JsonArray([.. UseCases.Select(use => JsonValue.Create(use))]),
        };
        using var document = JsonDocument.Parse(json.ToJsonString());
        return document.RootElement.Clone();
    }

    private static void Add(List<string> names, bool has, string name)
    {
        if (has)
        {
            names.Add(name);
        }
    }

    private int? Limit(params string[] keys)
    {
        foreach (string key in keys)
        {
            if (Entry.Metadata?[key] is JsonValue value && value.TryGetValue(out int limit))
            {
                return limit;
            }
        }

        return null;
    }
}
