using Tollama.Core.Wire.Requests;

namespace Tollama.Client.Agents;

/// <summary>The table of tools, in the order in which lists show them.</summary>
public static class AgentTools
{
    private const string Models = "Example models: mock, chronos2, chronos-bolt-small, granite-ttm-r2, naive, theta.";

    private const string Series =
        """{"id":"sales","freq":"D","timestamps":["2025-01-01","2025-01-02","2025-01-03"],"target":[10,12,13]}""";

    private static readonly ToolArgument ModelArgument =
        new("model", ToolArgumentType.Text, "Name of the model, such as chronos2.") { IsRequired = true };

    /// <summary>Every tool.</summary>
    public static IReadOnlyList<AgentTool> All { get; } =
    [
        new("tollama_health", DaemonTools.HealthAsync)
        {
            Description = """Says whether the daemon answers, and its version. Needs nothing. Example: {}""",
        },
        new("tollama_models", DaemonTools.ModelsAsync)
        {
            Description =
                $$"""Lists models: installed, loaded, or available to pull. Needs nothing. {{Models}} Example: {"mode":"installed"}""",
            Arguments =
            [
                new("mode", ToolArgumentType.Text, "Which models.")
                {
                    Choices = ["installed", "loaded", "available"],
                    Default = "\"installed\"",
                },
            ],
        },
        new("tollama_show", DaemonTools.ShowAsync)
        {
            Description =
                $$"""Shows what is known of an installed model. Needs model. {{Models}} Example: {"model":"chronos2"}""",
            Arguments = [ModelArgument],
        },
        new("tollama_pull", DaemonTools.PullAsync)
        {
            Description = $$"""
                Downloads a model. Needs model; accept_license for models whose licence asks for it. {{Models}} Example: {"model":"granite-ttm-r2"}
                """,
            Arguments =
            [
                ModelArgument,
                new("accept_license", ToolArgumentType.Flag, "Accept the model's licence.") { Default = "false" },
            ],
            IsReadOnly = false,
        },
        RequestTool.Create("tollama_forecast", "/api/forecast") with
        {
            Purpose =
                "Forecasts series with one model. request needs model, horizon and series; quantiles give intervals.",
            Example = $$"""{"model":"chronos2","horizon":7,"quantiles":[0.1,0.9],"series":[{{Series}}]}""",
            Check = static body => ForecastBodies.ReadForecast(body, ForecastRoute.Validate),
            IsUnstreamed = true,
            DropsNulls = true,
        },
        RequestTool.Create("tollama_auto_forecast", "/api/auto-forecast") with
        {
            Purpose = "Forecasts series with the installed model that fits best. request needs horizon and series.",
            Example = $$"""{"horizon":7,"strategy":"auto","series":[{{Series}}]}""",
            Check = static body => ForecastBodies.ReadAutoForecast(body),
            DropsNulls = true,
        },
        RequestTool.Create("tollama_analyze", "/api/analyze") with
        {
            Purpose = "Finds frequency, seasons, trend, anomalies and data quality of series. request needs series.",
            Example = $$"""{"series":[{{Series}}]}""",
            Check = static body => ForecastBodies.ReadAnalyze(body),
        },
        RequestTool.Create("tollama_generate", "/api/generate") with
        {
            Purpose = "Makes synthetic series that resemble given ones. request needs series of at least 3 points.",
            Example = $$"""{"count":2,"series":[{{Series}}]}""",
            Check = static body => StructureBodies.ReadGenerate(body),
        },
        RequestTool.Create("tollama_counterfactual", "/api/counterfactual") with
        {
            Purpose =
                "Estimates what would have happened without an intervention. request needs model, series and "
                    + "intervention_index.",
            Example = $$"""{"model":"chronos2","intervention_index":2,"series":[{{Series}}]}""",
            Check = static body => StructureBodies.ReadCounterfactual(body),
        },
        RequestTool.Create("tollama_scenario_tree", "/api/scenario-tree") with
        {
            Purpose = "Branches a forecast by quantiles, step by step. request needs model, horizon and series.",
            Example = $$"""{"model":"chronos2","horizon":3,"depth":2,"series":[{{Series}}]}""",
            Check = static body => StructureBodies.ReadScenarioTree(body),
        },
        RequestTool.Create("tollama_report", "/api/report") with
        {
            Purpose = "Analyses, recommends and forecasts in one report. request needs horizon and series.",
            Example = $$"""{"horizon":7,"pull_if_missing":false,"series":[{{Series}}]}""",
            Check = static body => PipelineBodies.ReadReport(body),
        },
        RequestTool.Create("tollama_what_if", "/api/what-if") with
        {
            Purpose = "Forecasts scenarios beside a baseline. request needs model, horizon, series and scenarios.",
            Example = $$"""
                {"model":"chronos2","horizon":7,"series":[{{Series}}],"scenarios":[{"name":"up","transforms":[{"operation":"multiply","field":"target","value":1.1}]}]}
                """,
            Check = static body => ForecastBodies.ReadWhatIf(body),
        },
        RequestTool.Create("tollama_pipeline", "/api/pipeline") with
        {
            Purpose = "Analyses, recommends, pulls where it must, and forecasts. request needs horizon and series.",
            Example = $$"""{"horizon":7,"pull_if_missing":true,"series":[{{Series}}]}""",
            IsReadOnly = false,
            Check = static body => PipelineBodies.ReadPipeline(body),
        },
        RequestTool.Create("tollama_compare", "/api/compare") with
        {
            Purpose = "Forecasts series with several models. request needs models (two or more), horizon and series.",
            Example = $$"""{"models":["chronos2","theta"],"horizon":7,"series":[{{Series}}]}""",
            Check = static body => ForecastBodies.ReadCompare(body),
        },
        RecommendTool.Create(),
        .. TrustTools.All,
    ];

    /// <summary>The tool of that name; null when there is none.</summary>
    public static AgentTool? Find(string name) => All.FirstOrDefault(tool => tool.Name == name);
}
