using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.OpenApi;

public sealed class OpenApiTests
{
    private static readonly string CheckedIn = Path.Combine(RepositoryRoot.Path, "docs", "api", "openapi.json");

    [Fact]
    public async Task The_served_document_is_the_one_that_is_checked_in()
    {
        await using var server = await GatewayServer.StartAsync();

        var served = JsonNode.Parse(await server.Client.GetStringAsync("/openapi.json"));

        if (Environment.GetEnvironmentVariable("TOLLAMA_ACCEPT_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(CheckedIn, served + "\n");
        }

        var expected = JsonNode.Parse(await File.ReadAllTextAsync(CheckedIn));
        Assert.True(
            JsonNode.DeepEquals(expected, served),
            "docs/api/openapi.json is stale; look at the difference that TOLLAMA_ACCEPT_OPENAPI=1 makes of this test, "
                + "and keep it."
        );
    }

    [Fact]
    public async Task Every_reference_leads_to_a_schema()
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(CheckedIn))!;
        var schemas = document["components"]!["schemas"]!.AsObject();

        Assert.All(References(document), name => Assert.True(schemas.ContainsKey(name), name));
    }

    [Fact]
    public async Task Every_request_example_is_accepted()
    {
        await using var server = await GatewayServer.StartAsync();

        await foreach (
            var sample in ApiSample.AllAsync(server.Client, JsonNode.Parse(await File.ReadAllTextAsync(CheckedIn))!))
        {
            Assert.True(sample.Status is >= 200 and < 300, $"{sample.Route}: {sample.Status} {sample.Body}");
        }
    }

    [Fact]
    public async Task Every_body_has_an_example()
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(CheckedIn))!;
        var schemas = document["components"]!["schemas"]!;
        var bodies = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject())
            .SelectMany(operation =>
                References(operation.Value!["requestBody"]).Concat(References(operation.Value["responses"]!["200"])));

        Assert.All(bodies.Distinct(), name => Assert.True(schemas[name]!["example"] is not null, name));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair.Key == "$ref" && pair.Value is JsonValue
            ? [pair.Value.ToString().Split('/')[^1]]
            : References(pair.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
