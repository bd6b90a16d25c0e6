using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Cluster;

public sealed class PinRouteTests
{
    [Fact]
    public async Task Pins_lists_and_unpins_a_model()
    {
        await using var server = await GatewayServer.StartAsync();

        var pin = await PostAsync(server, """{"model":"naive","devices":["cpu"],"avoid":["cuda"]}""", HttpStatusCode.OK);
        var listed = await server.Client.GetFromJsonAsync<JsonObject>("/v1/pins");
        var cluster = await server.Client.GetFromJsonAsync<JsonObject>("/v1/cluster");
        var placed = await server.Client.GetFromJsonAsync<JsonObject>("/v1/placements");

        const string Expected =
            """{"model":"naive","mode":"pin","devices":["cpu"],"avoid":["cuda"],"keep":true,"copies":[{"silo":"local","device":"cpu","state":"ready","pinned":true}]}""";
        Assert.Equal(Expected, pin.ToJsonString());
        Assert.Equal($$"""{"pins":[{{Expected}}]}""", listed!.ToJsonString());
        Assert.True((bool)cluster!["silos"]![0]!["devices"]![0]!["replicas"]![0]!["pinned"]!);
        Assert.Equal("pin", (string?)placed!["placements"]![0]!["pin"]!["mode"]);

        using var gone = await server.Client.DeleteAsync("/v1/pins/naive");
        using var again = await server.Client.DeleteAsync("/v1/pins/naive");

        Assert.Equal("""{"model":"naive","unpinned":true}""", await gone.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal("""{"pins":[]}""", await server.Client.GetStringAsync("/v1/pins"));
    }

    [Theory]
    [InlineData("""{"model":"naive","devices":["somewhere"]}""", 400, "names no device")]
    [InlineData("""{"model":"naive","mode":"pin"}""", 400, "needs")]
    [InlineData("""{"model":"naive","mode":"auto","devices":["cpu"]}""", 400, "names no devices")]
    [InlineData("""{"model":"naive","keep":false}""", 400, "says nothing")]
    [InlineData("""{"model":"naive","keep":1}""", 400, "keep")]
    [InlineData("""{"model":"naive","mode":"always"}""", 400, "mode")]
    [InlineData("""{"model":"naive","pool":"x"}""", 400, "pool")]
    [InlineData("""{"devices":["cpu"]}""", 400, "model")]
    [InlineData("""{"model":"nothing"}""", 404, "nothing")]
    [InlineData("""{"model":"naive","devices":["elsewhere/cuda:0"]}""", 503, "elsewhere/cuda:0")]
    public async Task Says_what_is_wrong_and_pins_nothing(string body, int status, string reason)
    {
        await using var server = await GatewayServer.StartAsync();

        var answer = await PostAsync(server, body, (HttpStatusCode)status);

        Assert.Contains(reason, answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""{"pins":[]}""", await server.Client.GetStringAsync("/v1/pins"));
    }

    [Fact]
    public async Task A_pinned_model_is_loaded_again_after_a_restart()
    {
        string home = GatewayServer.NewHome();
        await using (var server = await GatewayServer.StartAsync(home, new Dictionary<string, string>()))
        {
            await PostAsync(server, """{"model":"naive"}""", HttpStatusCode.OK);
            CopyFolder(Path.Combine(home, "grains"), home + "-kept");
        }

        string next = GatewayServer.NewHome();
        CopyFolder(home + "-kept", Path.Combine(next, "grains"));
        Directory.Delete(home + "-kept", recursive: true);
        await using var restarted = await GatewayServer.StartAsync(next, new Dictionary<string, string>());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string pins;
        do
        {
            Assert.False(patience.IsCancellationRequested, "the pinned model is not loaded");
            pins = await restarted.Client.GetStringAsync("/v1/pins", CancellationToken.None);
        }
        while (!pins.Contains("\"state\":\"ready\",\"pinned\":true", StringComparison.Ordinal));
    }

    private static async Task<JsonObject> PostAsync(GatewayServer server, string body, HttpStatusCode expected)
    {
        using var answer = await server.Client.PostAsync("/v1/pins", new StringContent(body, null, "application/json"));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
