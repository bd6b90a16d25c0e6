using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.OpenApi;

/// <summary>The checked-in document before a validator that others wrote.</summary>
public sealed class IndependentValidationTests(OpenApiValidator validator) : IClassFixture<OpenApiValidator>
{
    private static readonly string Document = Path.Combine(RepositoryRoot.Path, "docs", "api", "openapi.json");

    [SkippableFact]
    public async Task Nothing_is_wrong_with_the_document_and_its_examples()
    {
        Require();

        Assert.Equal(string.Empty, await validator.RunAsync("check.mjs", Document));
    }

    [SkippableFact]
    public async Task A_broken_document_is_noticed()
    {
        Require();
        string broken = validator.NewFile("broken.json");
        string text = await File.ReadAllTextAsync(Document);
        await File.WriteAllTextAsync(broken, text
            .Replace("\"operationId\"", "\"operationNumber\"", StringComparison.Ordinal)
            .Replace("\"horizon\": 2", "\"horizon\": \"two\"", StringComparison.Ordinal));

        string problems = await validator.RunAsync("check.mjs", broken);

        Assert.Contains("/paths/~1api~1analyze/post", problems);
        Assert.Contains("example of ForecastRequest: /horizon must be integer", problems);
    }

    [SkippableFact]
    public async Task Answers_have_the_shape_that_the_document_promises()
    {
        Require();
        await using var server = await GatewayServer.StartAsync();
        var samples = new JsonArray();
        await foreach (
            var sample in ApiSample.AllAsync(server.Client, JsonNode.Parse(await File.ReadAllTextAsync(Document))!))
        {
            if (sample.Schema is not null)
            {
                samples.Add(new JsonObject
                {
                    ["route"] = sample.Route,
                    ["schema"] = sample.Schema,
                    ["answer"] = JsonNode.Parse(sample.Body),
                });
            }
        }

        string answers = validator.NewFile("answers.json");
        await File.WriteAllTextAsync(answers, samples.ToJsonString());

        Assert.NotEmpty(samples);
        Assert.Equal(string.Empty, await validator.RunAsync("check-answers.mjs", Document, answers));
    }

    private void Require() => Skip.If(validator.Missing is not null, $"This test needs {validator.Missing}.");
}
