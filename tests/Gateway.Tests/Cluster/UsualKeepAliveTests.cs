using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Cluster;

public sealed class UsualKeepAliveTests
{
    private const string Request =
        """{"model":"naive","horizon":1,"series":[{"id":"s","freq":"D","timestamps":["2025-01-01"],"target":[1]}],"options":{}KEEP}""";

    [Theory]
    [InlineData(null, "", false)]
    [InlineData("10m", "", true)]
    [InlineData("10m", ",\"keep_alive\":-1", false)]
    [InlineData("-1", "", false)]
    public async Task Decides_where_a_request_does_not_say(string? usual, string said, bool expires)
    {
        (string, string)[] environment = usual is null ? [] : [("TOLLAMA_KEEP_ALIVE", usual)];
        await using var server = await GatewayServer.StartAsync(environment);

        using var answer = await server.Client.PostAsync(
            "/v1/forecast", new StringContent(Request.Replace("KEEP", said), null, "application/json"));

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var loaded = JsonNode.Parse(await server.Client.GetStringAsync("/api/ps"))!["models"]!.AsArray().Single()!;
        Assert.Equal(expires, loaded["expires_at"] is not null);
    }
}
