using System.Net.Http.Json;
using System.Text.Json;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests;

public sealed class BuiltInModelTests
{
    [Fact]
    public async Task A_built_in_model_can_be_shown_without_a_pull()
    {
        await using var server = await GatewayServer.StartAsync();

        using var response = await server.Client.PostAsJsonAsync("/api/show", new { model = "theta" });

        response.EnsureSuccessStatusCode();
        var shown = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("theta", shown.GetProperty("name").GetString());
        Assert.Equal("builtin", shown.GetProperty("source").GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Object, shown.GetProperty("metadata").ValueKind);
    }
}
