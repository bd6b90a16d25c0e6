using System.Text.Json;
using Tollama.Core.Recommendation;

namespace Tollama.Client.Agents;

/// <summary><c>tollama_recommend</c>: which models would serve a forecast; computed here, without a daemon.</summary>
internal static class RecommendTool
{
    private const int DefaultTopK = 3;
    private const int MaximumTopK = 20;

    /// <summary>The tool.</summary>
    public static AgentTool Create() =>
        new("tollama_recommend", RunAsync)
        {
            Description =
                "Recommends models for a forecast, from the registry. Needs horizon. Example models: chronos2, "
                    + "granite-ttm-r2. "
                + """Example: {"horizon":24,"freq":"h","has_future_covariates":true,"top_k":3}""",
            Arguments =
            [
                new("horizon", ToolArgumentType.Integer, "Steps to forecast.") { IsRequired = true, Above = 0 },
                new("freq", ToolArgumentType.Text, "Offset alias of the series, such as D or h.") { IsNullable = true },
                Flag("has_past_covariates", "Whether there are covariates over the history."),
                Flag("has_future_covariates", "Whether there are covariates over the horizon."),
                Flag("has_static_covariates", "Whether there are static covariates."),
                new("covariates_type", ToolArgumentType.Text, "What the covariates hold.")
                {
                    Choices = ["numeric", "categorical"],
                    Default = "\"numeric\"",
                },
                Flag(
                    "allow_restricted_license",
                    "Whether licences that must be accepted or forbid commercial use are fine."),
                new("top_k", ToolArgumentType.Integer, "Models to name.")
                {
                    Above = 0,
                    Maximum = MaximumTopK,
                    Default = "3",
                },
            ],
        };

    private static ToolArgument Flag(string name, string description) =>
        new(name, ToolArgumentType.Flag, description) { Default = "false" };

    private static Task<JsonElement> RunAsync(AgentToolCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string? freq = call.Text("freq");
        var needs = new ForecastNeeds
        {
            Horizon = call.Integer("horizon") ?? 0, // required: the schema has checked it
            Freq = freq is null || ForecastNeeds.IsInferred(freq) ? null : freq,
            HasPastCovariates = call.Flag("has_past_covariates"),
            HasFutureCovariates = call.Flag("has_future_covariates"),
            HasStaticCovariates = call.Flag("has_static_covariates"),
            IsCategorical = call.Text("covariates_type") is "categorical",
        };
        var query = new RecommendationQuery(
            needs,
            call.Flag("allow_restricted_license"),
            call.Integer("top_k") ?? DefaultTopK);
        return Task.FromResult(
            JsonElement.Parse(ModelRecommendation.Find(call.Registry, query).ToJson().ToJsonString()));
    }
}
