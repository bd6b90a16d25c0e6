using System.Net;
using System.Text;
using System.Text.Json;
using Tollama.Client.Errors;
using Tollama.Client.Results;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;
using Tollama.Core.Synthesis;
using Tollama.Core.Wire.Requests;

namespace Tollama.Client.Tests;

/// <summary>Requests that the daemon's own readers understand, and answers as types.</summary>
public sealed class TollamaClientTests
{
    private const string Forecast = """
        {"model":"m","forecasts":[{"id":"a","freq":"D","start_timestamp":"2025-01-03","mean":[1,2],"quantiles":{"0.9":[2.5,3],"0.1":[0,1]}}],
         "metrics":{"aggregate":{"mae":0.5},"series":[{"id":"a","values":{"mae":0.5}}]},
         "timing":{"model_load_ms":1,"inference_ms":2,"total_ms":3},"explanation":null,"usage":{"device":"cpu"},"warnings":["w"]}
        """;

    private static readonly SeriesInput Series = TimeSeries.Of(
        "a",
        [new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2025, 1, 2, 0, 0, 0, DateTimeKind.Utc)],
        new[] { 1.0, 2.5 },
        "D"
    ) with
    {
        Actuals = new NumberColumn(new[] { 3.0 }, allIntegers: true),
        PastCovariates =
        [
            new Covariate { Name = "price", Numbers = new NumberColumn(new[] { 1.0, 2.0 }) },
            new Covariate { Name = "day", Categories = ["mon", "tue"] },
        ],
        FutureCovariates = [new Covariate { Name = "price", Numbers = new NumberColumn(new[] { 3.0 }) }],
        StaticCovariates = new Dictionary<string, JsonElement> { ["shop"] = JsonElement.Parse("\"x\"") },
    };

    [Fact]
    public async Task A_forecast_request_reaches_the_daemon_as_it_was_filled_in()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, Forecast));
        using var client = Client(handler);

        await client.ForecastAsync(new ForecastBody
        {
            Request = Request(),
            KeepAlive = new KeepAlive("5m", null),
            Profile = "weekly",
            ResponseOptions = new ResponseOptions(Narrative: true, Explain: false),
        });

        var sent = ForecastBodies.ReadForecast(Encoding.UTF8.GetBytes(handler.Requests[0].Body), ForecastRoute.Api);
        Assert.False(sent.Stream);
        Assert.Equal("5m", sent.KeepAlive.Text);
        Assert.Equal("weekly", sent.Profile);
        Assert.True(sent.ResponseOptions.Narrative);
        AssertRequest(sent.Request);
    }

    [Fact]
    public async Task Composite_requests_reach_the_daemon_as_they_were_filled_in()
    {
        var handler = new ScriptedHandler([
            .. Enumerable.Repeat(ScriptedHandler.Json(HttpStatusCode.BadRequest, "{}"), 4),
        ]);
        using var client = Client(handler);
        var scenario = new Scenario(
            "up",
            [
                new ScenarioTransform
                {
                    Operation = "multiply",
                    Field = "past_covariates",
                    Key = "price",
                    Number = 2.0,
                    SeriesId = "a",
                },
            ]);

        await Assert.ThrowsAsync<DaemonException>(() =>
            client.AutoForecastAsync(
                new AutoForecastBody
                {
                    Request = Request(),
                    Strategy = "ensemble",
                    EnsembleTopK = 4,
                    EnsembleMethod = "median",
                    AllowFallback = true,
                }));
        await Assert.ThrowsAsync<DaemonException>(() =>
            client.CompareAsync(new CompareBody { Request = Request(), Models = ["m", "n"] }));
        await Assert.ThrowsAsync<DaemonException>(() =>
            client.WhatIfAsync(
                new WhatIfBody
                {
                    Request = Request(),
                    Scenarios = [scenario],
                    ContinueOnError = false,
                }));
        await Assert.ThrowsAsync<DaemonException>(() =>
            client.AnalyzeAsync(
                new AnalyzeBody([Series], new AnalyzeParameters { MaxLag = 7 }, ResponseOptions.Default)));

        var bodies = handler.Requests.ConvertAll(request => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(request.Body));
        var auto = ForecastBodies.ReadAutoForecast(bodies[0]);
        Assert.Equal(
            ("ensemble", 4, "median", true),
            (auto.Strategy, auto.EnsembleTopK, auto.EnsembleMethod, auto.AllowFallback));
        Assert.Equal(["m", "n"], ForecastBodies.ReadCompare(bodies[1]).Models);
        var whatIf = ForecastBodies.ReadWhatIf(bodies[2]);
        Assert.False(whatIf.ContinueOnError);
        Assert.Equal(scenario.Transforms[0], whatIf.Scenarios[0].Transforms[0]);
        Assert.Equal(7, ForecastBodies.ReadAnalyze(bodies[3]).Parameters.MaxLag);
    }

    [Fact]
    public async Task Requests_of_structures_and_pipelines_reach_the_daemon_as_they_were_filled_in()
    {
        var handler = new ScriptedHandler([
            .. Enumerable.Repeat(ScriptedHandler.Json(HttpStatusCode.BadRequest, "{}"), 5),
        ]);
        using var client = Client(handler);
        var pipeline = new PipelineBody
        {
            Forecast = new AutoForecastBody { Request = Request(), Strategy = "fastest", Model = "m" },
            AnalyzeParameters = new AnalyzeParameters { MaxLag = 7 },
            RecommendTopK = 5,
            PullIfMissing = false,
            AcceptLicence = true,
            IncludeBaseline = false,
        };
        var generate = new GenerateBody
        {
            Series = [Series with { Timestamps = Series.Timestamps }],
            Count = 2,
            Length = 30,
            Seed = 9,
            Variation = new SynthesisVariation { TrendJitter = 0.5, RespectNonNegative = false },
        };

        await Assert.ThrowsAsync<DaemonException>(() => client.GenerateAsync(generate));
        await Assert.ThrowsAsync<DaemonException>(() => client.CounterfactualAsync(
            new CounterfactualBody { Request = Request(), InterventionIndex = 1, InterventionLabel = "sale" }));
        await Assert.ThrowsAsync<DaemonException>(() => client.ScenarioTreeAsync(
            new ScenarioTreeBody { Request = Request(), Depth = 1 }));
        await Assert.ThrowsAsync<DaemonException>(() => client.PipelineAsync(pipeline));
        await Assert.ThrowsAsync<DaemonException>(() => client.ReportAsync(pipeline));

        var bodies = handler.Requests.ConvertAll(request => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(request.Body));
        using var generated = JsonDocument.Parse(bodies[0]);
        Assert.Equal(2, generated.RootElement.GetProperty("count").GetInt32());
        Assert.Equal(30, generated.RootElement.GetProperty("length").GetInt32());
        Assert.Equal(9, generated.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal(0.5, generated.RootElement.GetProperty("variation").GetProperty("trend_jitter").GetDouble());
        var counterfactual = StructureBodies.ReadCounterfactual(bodies[1]);
        Assert.Equal((1, "sale"), (counterfactual.InterventionIndex, counterfactual.InterventionLabel));
        Assert.Equal([0.1, 0.9], counterfactual.Request.Quantiles);
        var tree = StructureBodies.ReadScenarioTree(bodies[2]);
        Assert.Equal(1, tree.Depth);
        Assert.Equal([0.1, 0.9], tree.Request.Quantiles);
        var sent = PipelineBodies.ReadPipeline(bodies[3]);
        Assert.Equal(
            (5, false, true, 7),
            (sent.RecommendTopK, sent.PullIfMissing, sent.AcceptLicence, sent.AnalyzeParameters.MaxLag));
        Assert.Equal(("fastest", "m"), (sent.Forecast.Strategy, sent.Forecast.Model));
        Assert.False(PipelineBodies.ReadReport(bodies[4]).IncludeBaseline);
    }

    [Fact]
    public async Task A_table_is_named_instead_of_series()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, Forecast));
        using var client = Client(handler);
        var ingest = new IngestOptions
        {
            Format = "csv",
            TargetColumn = "y",
            Missing = new MissingValueOptions { IsEnabled = true, Method = "linear", MaximumGap = null },
        };

        await client.ForecastAsync(new ForecastBody
        {
            Request = new ForecastRequest { Model = "m", Horizon = 1, Series = [] },
            DataUrl = "file:///data.csv",
            Ingest = ingest,
        });

        var sent = ForecastBodies.ReadForecast(Encoding.UTF8.GetBytes(handler.Requests[0].Body), ForecastRoute.Api);
        Assert.Equal("file:///data.csv", sent.DataUrl);
        Assert.Equal(ingest, sent.Ingest);
    }

    [Fact]
    public async Task A_forecast_comes_back_in_types()
    {
        using var client = Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, Forecast)));

        var response = await client.ForecastAsync(Request());

        var series = Assert.Single(response.Forecasts);
        Assert.Equal([1.0, 2.0], series.Mean.Span.ToArray());
        Assert.True(series.Mean.IsInteger(0));
        Assert.Equal([0.1, 0.9], series.Quantiles!.Levels);
        Assert.Equal([2.5, 3.0], series.Quantiles.Rows[1].Span.ToArray());
        Assert.Equal(new MetricValue("mae", 0.5), response.Metrics!.Aggregate[0]);
        Assert.Equal(3.0, response.Timing!.TotalMs);
        Assert.Equal(["w"], response.Warnings);
        Assert.Null(response.Explanation);
    }

    [Fact]
    public async Task A_reply_of_another_shape_is_refused()
    {
        using var client = Client(
            new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, """{"model":"m","forecasts":[{"id":1}]}""")));

        var failure = await Assert.ThrowsAsync<DaemonException>(() => client.ForecastAsync(Request()));

        Assert.Equal(ErrorCategory.InvalidRequest, failure.Category);
    }

    [Fact]
    public async Task A_streamed_forecast_ends_with_the_result()
    {
        string lines = $$"""
            {"status":"running forecast"}
            {"done":true,"response":{{Forecast.ReplaceLineEndings(" ")}}}
            """;
        using var client = Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, lines)));

        var updates = new List<ForecastUpdate>();
        await foreach (var update in client.StreamForecastAsync(new ForecastBody { Request = Request() }))
        {
            updates.Add(update);
        }

        Assert.Equal("running forecast", updates[0].Status);
        Assert.Equal("m", updates[1].Response!.Model);
    }

    [Fact]
    public async Task A_pull_that_fails_on_the_way_throws_its_reason()
    {
        using var client = Client(new ScriptedHandler(ScriptedHandler.Json(
            HttpStatusCode.OK, "{\"status\":\"pulling manifest\"}\n{\"error\":{\"message\":\"disk full\"}}\n")));
        var seen = new List<string>();

        var failure = await Assert.ThrowsAsync<DaemonException>(async () =>
        {
            await foreach (var item in client.PullAsync("m"))
            {
                seen.Add(item.Status);
            }
        });

        Assert.Equal(["pulling manifest"], seen);
        Assert.Contains("disk full", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_without_as_many_times_as_values_cannot_be_made() =>
        Assert.Throws<ArgumentException>(() => TimeSeries.Of("a", [DateTime.UnixEpoch], new[] { 1.0, 2.0 }));

    private static TollamaClient Client(HttpMessageHandler handler) =>
        new(new TollamaClientOptions { Handler = handler });

    private static ForecastRequest Request() => new()
    {
        Model = "m",
        Horizon = 1,
        Quantiles = [0.1, 0.9],
        Series = [Series],
        Options = new ForecastOptions(JsonElement.Parse("""{"seed":3}""")),
        TimeoutSeconds = 7.5,
        Parameters = new ForecastParameters
        {
            IsStrict = true,
            Metrics = new MetricsParameters(["mae", "mase"], 2),
            TimesFm = new TimesFmParameters { Ridge = 0.5 },
        },
    };

    private static void AssertRequest(ForecastRequest sent)
    {
        Assert.Equal(("m", 1, 7.5), (sent.Model, sent.Horizon, sent.TimeoutSeconds!.Value));
        Assert.Equal([0.1, 0.9], sent.Quantiles);
        Assert.Equal(3, sent.Options.GetInt32("seed"));
        Assert.True(sent.Parameters.IsStrict);
        Assert.Equal(["mae", "mase"], sent.Parameters.Metrics!.Names);
        Assert.Equal(2, sent.Parameters.Metrics.MaseSeasonality);
        Assert.Equal(0.5, sent.Parameters.TimesFm!.Ridge);
        var series = Assert.Single(sent.Series);
        Assert.Equal([1.0, 2.5], series.Target.Span.ToArray());
        Assert.StartsWith("2025-01-02", series.Timestamps[1], StringComparison.Ordinal);
        Assert.True(series.Actuals!.IsInteger(0));
        Assert.Equal(["price", "day"], series.PastCovariates.Select(covariate => covariate.Name));
        Assert.Equal(["mon", "tue"], series.PastCovariates[1].Categories!);
        Assert.Equal(3.0, series.FutureCovariates[0].Numbers!.Span[0]);
        Assert.Equal("x", series.StaticCovariates["shop"].GetString());
    }
}
