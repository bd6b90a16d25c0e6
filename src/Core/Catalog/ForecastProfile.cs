using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Catalog;

/// <summary>Defaults for forecasts under a name: a TSModelfile (storage-and-config §7).</summary>
public sealed record ForecastProfile
{
    /// <summary>Model that the profile is for.</summary>
    public required string Model { get; init; }

    /// <summary>Default horizon, at least 1; null for none.</summary>
    public int? Horizon { get; init; }

    /// <summary>Default quantile levels, ascending; empty for none.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>Options below those of the request.</summary>
    public JsonObject Options { get; init; } = [];

    /// <summary>Forecast parameters below those of the request, as they were written; valid.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>Names of covariates in the data, by the names that the model knows; null for none.</summary>
    public JsonObject? CovariateMappings { get; init; }

    /// <summary>Free-form preprocessing settings; null for none.</summary>
    public JsonObject? Preprocessing { get; init; }

    /// <summary>Whether the profile is meant to be used; a request that names it gets it either way.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The profile as the routes show it and files hold it: defaults written out, nulls dropped.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["enabled"] = IsEnabled,
            ["model"] = Model,
            ["options"] = Options.DeepClone(),
            ["parameters"] = ParametersJson(),
            ["quantiles"] = QuantilesJson(),
        };
        AddPresent(json, "horizon", Horizon is { } horizon ? JsonValue.Create(horizon) : null);
        AddPresent(json, "covariate_mappings", CovariateMappings);
        AddPresent(json, "preprocessing", Preprocessing);
        return json;
    }

    /// <summary>The profile as the list of profiles shows it: every field, nulls too.</summary>
    public JsonObject ToCompleteJson()
    {
        var parameters = ParametersJson();
        parameters.TryAdd("timesfm", null);
        parameters.TryAdd("metrics", null);
        return new JsonObject
        {
            ["model"] = Model,
            ["horizon"] = Horizon,
            ["quantiles"] = QuantilesJson(),
            ["options"] = Options.DeepClone(),
            ["parameters"] = parameters,
            ["covariate_mappings"] = CovariateMappings?.DeepClone(),
            ["preprocessing"] = Preprocessing?.DeepClone(),
            ["enabled"] = IsEnabled,
        };
    }

    private JsonArray QuantilesJson() => [.. Quantiles.Select(level => (JsonNode)JsonValue.Create(level))];

    private JsonObject ParametersJson()
    {
        var parameters = new JsonObject { ["covariates_mode"] = "best_effort" };
        foreach (var (key, value) in Parameters.Where(member => member.Value is not null))
        {
            parameters[key] = value!.DeepClone();
        }

        (parameters["metrics"] as JsonObject)?.TryAdd("mase_seasonality", 1);
        if (parameters["timesfm"] is JsonObject timesFm)
        {
            timesFm.TryAdd("xreg_mode", TimesFmParameters.DefaultXregMode);
            timesFm.TryAdd("ridge", 0.0);
            timesFm.TryAdd("force_on_cpu", false);
        }

        return parameters;
    }

    private static void AddPresent(JsonObject json, string key, JsonNode? value)
    {
        if (value is not null)
        {
            json[key] = value.DeepClone();
        }
    }
}
