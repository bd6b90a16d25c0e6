using System.Text.Json.Nodes;
using Tollama.Client;
using Tollama.Client.Errors;
using Tollama.Client.Results;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;
using Tollama.Core.Trust;
using Tollama.Core.Wire.Requests;

namespace Tollama.Cli.Tests.Connection;

/// <summary>The client package against a daemon, over real HTTP.</summary>
public sealed class TypedClientTests
{
    [Fact]
    public async Task A_program_pulls_forecasts_compares_analyses_and_removes()
    {
        await using var host = await EmbeddedHost.StartAsync();
        using var client = new TollamaClient(new TollamaClientOptions
        {
            BaseUrl = new Uri(host.Address),
            Timeout = TimeSpan.FromSeconds(60),
        });
        var start = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var series = TimeSeries.Of(
            "a", [.. Enumerable.Range(0, 30).Select(day => start.AddDays(day))],
            Enumerable.Range(0, 30).Select(day => 10.0 + day).ToArray());
        var request = new ForecastRequest { Model = "mock", Horizon = 2, Series = [series], Quantiles = [0.1, 0.9] };

        var missing = await Assert.ThrowsAsync<DaemonException>(() => client.ForecastAsync(request));
        var events = new List<string>();
        await foreach (var item in client.PullAsync("mock"))
        {
            events.Add(item.Status);
        }

        var forecast = await client.ForecastAsync(request);
        var compared = await client.CompareAsync(new CompareBody { Request = request, Models = ["mock", "drift", "nope"] });
        var whatIf = await client.WhatIfAsync(new WhatIfBody
        {
            Request = request,
            Scenarios = [new Scenario("double", [new ScenarioTransform { Operation = "multiply", Field = "target", Number = 2 }])],
        });
        var analysis = await client.AnalyzeAsync(
            new AnalyzeBody([series], AnalyzeParameters.Default, ResponseOptions.Default));

        Assert.Equal(ErrorCategory.ModelMissing, missing.Category);
        Assert.Equal("success", events[^1]);
        Assert.Equal([39.0, 39.0], forecast.Forecasts[0].Mean.Span.ToArray());
        Assert.Equal([0.1, 0.9], forecast.Forecasts[0].Quantiles!.Levels);
        Assert.Equal([true, true, false], compared.Results.Select(part => part.IsOk));
        Assert.Equal(40.0, compared.Results[1].Response!.Forecasts[0].Mean.Span[0], 6);
        Assert.Equal("MODEL_MISSING", compared.Results[2].Error!.Category);
        Assert.Equal(78.0, whatIf.Results[0].Response!.Forecasts[0].Mean.Span[0]);
        Assert.Equal("D", analysis.Results[0].DetectedFrequency);
        Assert.Equal("up", analysis.Results[0].Trend.Direction);
        Assert.Equal("ok", (await client.HealthAsync()).Status);
        Assert.Equal("mock", Assert.Single(await client.ModelsAsync()).Name);
        Assert.Contains(await client.ModelsAsync(ModelMode.Available), model => model.Name == "chronos2");

        await client.DeleteAsync("mock");

        Assert.Empty(await client.ModelsAsync());
    }

    [Fact]
    public async Task A_program_makes_series_and_trees_runs_pipelines_and_asks_for_trust()
    {
        await using var host = await EmbeddedHost.StartAsync();
        using var client = new TollamaClient(new TollamaClientOptions
        {
            BaseUrl = new Uri(host.Address),
            Timeout = TimeSpan.FromSeconds(60),
        });
        var start = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var series = TimeSeries.Of(
            "a", [.. Enumerable.Range(0, 30).Select(day => start.AddDays(day))],
            Enumerable.Range(0, 30).Select(day => 10.0 + day).ToArray());
        var request = new ForecastRequest { Model = "drift", Horizon = 2, Series = [series], Quantiles = [0.1, 0.9] };

        var generated = await client.GenerateAsync(new GenerateBody { Series = [series], Count = 2, Seed = 1 });
        var counterfactual = await client.CounterfactualAsync(
            new CounterfactualBody { Request = request, InterventionIndex = 28, InterventionLabel = "sale" });
        var tree = await client.ScenarioTreeAsync(new ScenarioTreeBody { Request = request, Depth = 2 });
        var body = new PipelineBody
        {
            Forecast = new AutoForecastBody { Request = request, Model = "drift" },
            PullIfMissing = false,
        };
        var pipeline = await client.PipelineAsync(body);
        var report = await client.ReportAsync(body);

        Assert.Equal(["a", "a"], generated.Generated.Select(made => made.SourceId));
        Assert.Equal(30, generated.Generated[0].Target.Count);
        Assert.Equal("sale", counterfactual.InterventionLabel);
        Assert.Equal([38.0, 39.0], counterfactual.Results[0].Actual.Span.ToArray());
        Assert.Equal(38.0, counterfactual.Results[0].Counterfactual.Span[0], 6);
        Assert.Equal(7, tree.Nodes.Count);
        Assert.Null(tree.Nodes[0].ParentId);
        Assert.Equal("drift", pipeline.Forecast.ChosenModel);
        Assert.Equal("D", pipeline.Analysis.Results[0].DetectedFrequency);
        Assert.Equal(40.0, report.Baseline!.Forecasts[0].Mean.Span[0], 6);

        var signal = new TrustQuery(
            new JsonObject { ["domain"] = "supply_chain" },
            new JsonObject { ["network_id"] = "n1", ["disruption_risk"] = 0.2 },
            Threshold: 0);
        var stranger = signal with { Context = new JsonObject { ["domain"] = "astrology" } };
        var judged = await client.Trust.JudgeAsync([signal, stranger]);
        var gate = await client.Trust.GateAsync(signal);
        await client.Trust.SetAlertsAsync([new AlertThreshold { Domain = "supply_chain", MinimumScore = 1 }]);
        var alerts = await client.Trust.CheckAlertsAsync(signal);

        Assert.Equal("supply_chain", judged[0]!.Domain);
        Assert.Null(judged[1]);
        Assert.Equal(judged[0]!.Score, gate.Score);
        Assert.NotEmpty(gate.Gates);
        Assert.NotEmpty(Assert.Single(alerts).Reasons);
    }
}
