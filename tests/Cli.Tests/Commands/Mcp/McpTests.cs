using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Tollama.Cli.Tests.Commands.Mcp;

/// <summary>The MCP server as an agent sees it: its own process, JSON-RPC lines on standard input and output.</summary>
public sealed class McpTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private EmbeddedHost _host = null!; // InitializeAsync
    private Process _server = null!; // InitializeAsync
    private int _lastId;

    [Fact]
    public async Task Lists_the_tools_of_the_contract_with_closed_schemas()
    {
        var reply = await AskAsync("tools/list", []);

        var tools = reply["result"]!["tools"]!.AsArray();
        Assert.Equal(22, tools.Count);
        Assert.Equal("tollama_health", (string?)tools[0]!["name"]);
        Assert.All(tools, tool =>
        {
            Assert.False((bool)tool!["inputSchema"]!["additionalProperties"]!);
            Assert.NotNull(tool["inputSchema"]!["properties"]!["base_url"]);
            Assert.Contains("Example:", (string?)tool["description"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Every_example_of_a_description_is_a_call_that_the_schema_takes()
    {
        var tools = (await AskAsync("tools/list", []))["result"]!["tools"]!.AsArray();
        foreach (var tool in tools)
        {
            string description = (string)tool!["description"]!;
            var example = JsonNode
                .Parse(description[(description.IndexOf("Example: ", StringComparison.Ordinal) + 9)..])!
                .AsObject();
            var known = tool["inputSchema"]!["properties"]!.AsObject().Select(member => member.Key);
            Assert.Empty(example.Select(member => member.Key).Except(known));
        }
    }

    [Fact]
    public async Task Forecasts_with_a_pulled_model_and_drops_nulls()
    {
        await CallAsync("tollama_pull", """{"model":"mock"}""");

        var result = await CallAsync("tollama_forecast", $$"""{"request":{{Request("mock", 2)}}}""");

        Assert.Null(result["isError"]);
        var forecast = result["structuredContent"]!;
        Assert.Equal("[2,2]", forecast["forecasts"]![0]!["mean"]!.ToJsonString());
        Assert.False(forecast.AsObject().ContainsKey("metrics"));
        Assert.True(JsonNode.DeepEquals(forecast, JsonNode.Parse((string)result["content"]![0]!["text"]!)));
    }

    [Theory]
    [InlineData(
        "tollama_forecast",
        """{"request":{"model":"mock","horizon":0,"series":[]},"base_url":"http://127.0.0.1:1"}""",
        "INVALID_REQUEST",
        2)]
    [InlineData(
        "tollama_forecast",
        """{"request":{"stream":true},"base_url":"http://127.0.0.1:1"}""",
        "INVALID_REQUEST",
        2)]
    [InlineData("tollama_forecast", "{}", "INVALID_REQUEST", 2)]
    [InlineData("tollama_health", """{"timeout":"5"}""", "INVALID_REQUEST", 2)]
    [InlineData("tollama_health", """{"timeout":0}""", "INVALID_REQUEST", 2)]
    [InlineData("tollama_health", """{"verbose":true}""", "INVALID_REQUEST", 2)]
    [InlineData("tollama_models", """{"mode":"all"}""", "INVALID_REQUEST", 2)]
    [InlineData("tollama_recommend", """{"horizon":3.0}""", "INVALID_REQUEST", 2)]
    [InlineData("tollama_recommend", """{"horizon":3,"top_k":21}""", "INVALID_REQUEST", 2)]
    [InlineData("tollama_show", """{"model":""}""", "INVALID_REQUEST", 2)]
    [InlineData("tollama_show", """{"model":"nope"}""", "MODEL_MISSING", 4)]
    [InlineData("tollama_health", """{"base_url":"http://127.0.0.1:1"}""", "DAEMON_UNREACHABLE", 3)]
    public async Task A_failure_is_the_text_of_the_result(string tool, string arguments, string category, int exitCode)
    {
        var result = await CallAsync(tool, arguments);

        Assert.True((bool?)result["isError"]);
        string text = (string)result["content"]![0]!["text"]!;
        var error = JsonNode.Parse(text)!["error"]!;
        Assert.Equal(category, (string?)error["category"]);
        Assert.Equal(exitCode, (int?)error["exit_code"]);
        Assert.StartsWith("""{"error":{"category":""", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommends_without_a_daemon()
    {
        var result = await CallAsync(
            "tollama_recommend",
            """{"horizon":5,"top_k":1,"freq":null,"base_url":"http://127.0.0.1:1"}"""
        );

        Assert.Single(result["structuredContent"]!["recommendations"]!.AsArray());
        Assert.Equal("auto", (string?)result["structuredContent"]!["request"]!["freq"]);
    }

    [Fact]
    public async Task Ends_when_the_client_closes_its_end()
    {
        _server.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);

        await _server.WaitForExitAsync(limit.Token);

        Assert.Equal(0, _server.ExitCode);
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _host = await EmbeddedHost.StartAsync();
        _server = ProgramProcess.Start(
            ["mcp", "--base-url", _host.Address],
            _host.Home,
            new Dictionary<string, string> { ["TOLLAMA_HOME"] = _host.Home });
        var reply = await AskAsync(
            "initialize",
            new JsonObject
            {
                ["protocolVersion"] = "2025-06-18",
                ["capabilities"] = new JsonObject(),
                ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
            });
        Assert.Equal("tollama", (string?)reply["result"]!["serverInfo"]!["name"]);
        await _server.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (!_server.HasExited)
        {
            _server.Kill();
        }

        _server.Dispose();
        await _host.DisposeAsync();
    }

    private static string Request(string model, int horizon) =>
        $$"""
            {"model":"{{model}}","horizon":{{horizon}},"series":[{"id":"s","freq":"D","timestamps":["2025-01-01","2025-01-02"],"target":[1,2]}]}
            """;

    private async Task<JsonNode> CallAsync(string tool, string arguments)
    {
        var reply = await AskAsync(
            "tools/call",
            new JsonObject { ["name"] = tool, ["arguments"] = JsonNode.Parse(arguments) });
        return reply["result"] ?? throw new InvalidOperationException(reply.ToJsonString());
    }

    private async Task<JsonNode> AskAsync(string method, JsonObject parameters)
    {
        var request = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = ++_lastId,
            ["method"] = method,
            ["params"] = parameters,
        };
        await _server.StandardInput.WriteLineAsync(request.ToJsonString());
        await _server.StandardInput.FlushAsync();
        using var limit = new CancellationTokenSource(Limit);
        string? line = await _server.StandardOutput.ReadLineAsync(limit.Token);
        var reply = JsonNode.Parse(line ?? "null") ?? throw new InvalidOperationException("The server closed its end.");
        Assert.Equal(_lastId, (int?)reply["id"]);
        return reply;
    }
}
