using Tollama.Client;
using Tollama.Client.Errors;
using Tollama.Client.Results;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;
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
}
