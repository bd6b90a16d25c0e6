using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tollama.Client.Agents;

namespace Tollama.Client.Tests.Agents;

/// <summary>The tools as functions of agent frameworks.</summary>
public sealed class AgentFunctionTests
{
    private static readonly string[] Names =
    [
        "health", "models", "show", "pull", "forecast", "auto_forecast", "analyze", "generate", "counterfactual",
        "scenario_tree", "report", "what_if", "pipeline", "compare", "recommend",
    ];

    [Fact]
    public void There_are_the_fifteen_of_the_contract_in_its_order()
    {
        var functions = AgentFunctions.Create();

        Assert.Equal(Names.Select(name => "tollama_" + name), functions.Select(function => function.Name));
        Assert.All(functions, function =>
        {
            Assert.False(function.JsonSchema.GetProperty("additionalProperties").GetBoolean());
            Assert.False(function.JsonSchema.GetProperty("properties").TryGetProperty("base_url", out _));
        });
    }

    [Fact]
    public void Definitions_for_openai_carry_the_same_schemas()
    {
        var tools = AgentFunctions.OpenAiDefinitions()["tools"]!.AsArray();

        Assert.Equal(Names.Length, tools.Count);
        Assert.All(tools, tool => Assert.Equal("function", (string?)tool!["type"]));
        Assert.Equal("""["request"]""", tools[4]!["function"]!["parameters"]!["required"]!.ToJsonString());
    }

    [Fact]
    public async Task A_forecast_is_sent_unstreamed_and_comes_back_without_nulls()
    {
        var handler = new ScriptedHandler(
            ScriptedHandler.Json(
                HttpStatusCode.OK,
                """{"model":"mock","metrics":null,"forecasts":[{"quantiles":null}]}"""));

        var result = await InvokeAsync(handler, "tollama_forecast", new() { ["request"] = Request() });

        Assert.Equal("""{"model":"mock","forecasts":[{}]}""", result.GetRawText());
        Assert.Equal("/api/forecast", handler.Requests[0].Path);
        Assert.False(JsonElement.Parse(handler.Requests[0].Body).GetProperty("stream").GetBoolean());
    }

    [Fact]
    public async Task A_request_that_breaks_the_schema_never_leaves()
    {
        var handler = new ScriptedHandler();

        var result = await InvokeAsync(
            handler,
            "tollama_forecast",
            new() { ["request"] = JsonElement.Parse("""{"model":"mock","horizon":-1,"series":[]}""") });

        Assert.Equal("INVALID_REQUEST", result.GetProperty("error").GetProperty("category").GetString());
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Every_example_of_a_description_is_a_call_that_goes_out()
    {
        foreach (var tool in AgentTools.All.Where(tool => tool.Name != "tollama_recommend"))
        {
            string example = tool.Description[(tool.Description.IndexOf("Example: ", StringComparison.Ordinal) + 9)..];
            var handler = new ScriptedHandler([.. Enumerable.Repeat(ScriptedHandler.Json(HttpStatusCode.OK, "{}"), 2)]);
            var options = new AgentToolOptions { Client = new TollamaClientOptions { Handler = handler } };

            await tool.CallAsync(JsonElement.Parse(example), options, withConnection: true);

            Assert.NotEmpty(handler.Requests);
        }
    }

    [Fact]
    public async Task A_failure_is_the_result_and_carries_no_hint()
    {
        var handler = new ScriptedHandler(
            ScriptedHandler.Json(
                HttpStatusCode.Conflict,
                """{"detail":"license must be accepted","hint":"accept it"}"""));

        var result = await InvokeAsync(handler, "tollama_pull", new() { ["model"] = "x" });

        Assert.Equal(
            """{"error":{"category":"LICENSE_REQUIRED","exit_code":5,"message":"pull failed with HTTP 409: license must be accepted"}}""",
            result.GetRawText());
    }

    [Fact]
    public async Task Health_joins_two_routes_and_models_follow_their_mode()
    {
        var health = await InvokeAsync(
            new ScriptedHandler(
                ScriptedHandler.Json(HttpStatusCode.OK, """{"status":"ok"}"""),
                ScriptedHandler.Json(HttpStatusCode.OK, """{"version":"1"}""")),
            "tollama_health", []);
        var available = await InvokeAsync(
            new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, """{"models":{"available":[{"name":"a"}]}}""")),
            "tollama_models", new() { ["mode"] = "available" });

        Assert.Equal("""{"healthy":true,"health":{"status":"ok"},"version":{"version":"1"}}""", health.GetRawText());
        Assert.Equal("""{"mode":"available","items":[{"name":"a"}]}""", available.GetRawText());
    }

    [Fact]
    public async Task Cancellation_is_thrown_and_not_answered()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var function = AgentFunctions.Create().First(item => item.Name == "tollama_recommend");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await function.InvokeAsync(new AIFunctionArguments { ["horizon"] = 3 }, cancelled.Token));
    }

    private static JsonElement Request() => JsonElement.Parse(
        """{"model":"mock","horizon":1,"series":[{"id":"s","timestamps":["2025-01-01"],"target":[1]}]}""");

    private static async Task<JsonElement> InvokeAsync(
        ScriptedHandler handler, string name, AIFunctionArguments arguments)
    {
        var options = new AgentToolOptions { Client = new TollamaClientOptions { Handler = handler } };
        var function = AgentFunctions.Create(options).First(item => item.Name == name);
        return Assert.IsType<JsonElement>(await function.InvokeAsync(arguments));
    }
}
