using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Ingest;

/// <summary>Tables by address, beyond what the shared cases send.</summary>
public sealed class DataUrlTests
{
    private const string Csv = "timestamp,target\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n";

    [Theory]
    [InlineData("/v1/forecast")]
    [InlineData("/api/forecast")]
    [InlineData("/api/forecast/stream")]
    public async Task Works_on_every_route_that_forecasts(string route)
    {
        await using var server = await StartAsync();

        using var response = await PostAsync(server, route, Path.Combine(server.Home, "in.csv"));

        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Contains("2024-01-03", text, StringComparison.Ordinal);
        Assert.DoesNotContain("event: error", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/stdin")]
    [InlineData("/proc/self/environ")]
    [InlineData("file://elsewhere.example/in.csv")]
    [InlineData("file:///nowhere/%2e%2e/etc/hosts")]
    [InlineData("data:text/csv,timestamp%0A")]
    [InlineData("FILE://..")]
    [InlineData("   ")]
    [InlineData("in\0.csv")]
    public async Task Refuses_what_is_no_file_of_moderate_size(string address)
    {
        await using var server = await StartAsync();

        using var response = await PostAsync(server, "/v1/forecast", address);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Does_not_wait_for_a_pipe_that_nobody_writes_to()
    {
        await using var server = await StartAsync();
        string pipe = Path.Combine(server.Home, "pipe.csv");
        using var made = System.Diagnostics.Process.Start("mkfifo", pipe);
        await made.WaitForExitAsync();
        File.CreateSymbolicLink(Path.Combine(server.Home, "link.csv"), pipe);

        using var response = await PostAsync(server, "/v1/forecast", Path.Combine(server.Home, "link.csv"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Keeps_the_limit_of_bodies_for_files()
    {
        await using var server = await StartAsync(("TOLLAMA_MAX_REQUEST_BODY_MB", "0.001"));
        string path = Path.Combine(server.Home, "large.csv");
        await File.WriteAllTextAsync(path, Csv + new string(' ', 2000));

        using var response = await PostAsync(server, "/v1/forecast", path);

        Assert.Contains("bytes", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/x.csv")]
    [InlineData("http://localhost:1/x.csv")]
    [InlineData("http://169.254.169.254/latest/meta-data.csv")]
    [InlineData("http://[::ffff:10.0.0.1]/x.csv")]
    public async Task Refuses_private_addresses_once_remote_tables_are_allowed(string address)
    {
        await using var server = await StartAsync(("TOLLAMA_ALLOW_REMOTE_DATA_URL", "1"));

        using var response = await PostAsync(server, "/v1/forecast", address);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("private", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<GatewayServer> StartAsync(params (string Name, string Value)[] environment)
    {
        var server = await GatewayServer.StartAsync(environment);
        await File.WriteAllTextAsync(Path.Combine(server.Home, "in.csv"), Csv);
        using var pulled = await server.Client.PostAsJsonAsync(
            "/v1/models/pull",
            new { name = "mock", accept_license = false });
        pulled.EnsureSuccessStatusCode();
        return server;
    }

    private static Task<HttpResponseMessage> PostAsync(GatewayServer server, string route, string address) =>
        server.Client.PostAsJsonAsync(
            route,
            new JsonObject
            {
                ["model"] = "mock",
                ["horizon"] = 2,
                ["data_url"] = address,
            });
}
