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
            "docs/api/openapi.json is stale; look at the difference that TOLLAMA_ACCEPT_OPENAPI=1 makes of this test, and keep it.");
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
        var document = JsonNode.Parse(await File.ReadAllTextAsync(CheckedIn))!;
        await SendAsync(server.Client, "POST", "/v1/models/pull", """{"name":"mock","accept_license":false}""");

        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject().Where(pair => pair.Key == "post"))
            {
                string? name = (string?)operation!["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"];
                string? example = name is null ? null : document["components"]!["schemas"]![name.Split('/')[^1]]!["example"]?.ToJsonString();
                if (path == "/api/validate" || example is null)
                {
                    continue;
                }

                using var answer = await SendAsync(server.Client, method.ToUpperInvariant(), path, example);
                Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string body) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        });

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair.Key == "$ref" && pair.Value is JsonValue
            ? [pair.Value.ToString().Split('/')[^1]]
            : References(pair.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
