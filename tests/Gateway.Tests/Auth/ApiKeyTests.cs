using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.Auth;

public sealed class ApiKeyTests
{
    private const string OneKey = """{"auth":{"api_keys":["sekret"," "]}}""";

    [Fact]
    public void Key_ids_are_those_of_the_vectors()
    {
        using var document = CompatFixtures.Load("vectors", "api-key-id");
        Assert.All(document.RootElement.GetProperty("cases").EnumerateArray(), item => Assert.Equal(
            item.GetProperty("key_id").GetString(), Caller.OfKey(item.GetProperty("api_key").GetString()!).KeyId));
    }

    [Theory]
    [InlineData("GET", "/v1/health", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/metrics", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/openapi.json", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/docs", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/nothere", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/v1/health", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/v1/forecast", HttpStatusCode.BadRequest, "{nojson")]
    [InlineData("POST", "/v1/forecast", HttpStatusCode.Unauthorized, "{}")]
    [InlineData("POST", "/api/forecast/stream", HttpStatusCode.Unauthorized, "{}")]
    public async Task Without_a_key_nothing_is_told(
        string method,
        string path,
        HttpStatusCode expected,
        string? body = null)
    {
        await using var server = await StartAsync(OneKey);

        using var answer = await SendAsync(server, method, path, key: null, body);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(
            expected == HttpStatusCode.Unauthorized,
            answer.Headers.WwwAuthenticate.Any(header => header.Scheme == "Bearer"));
    }

    [Theory]
    [InlineData("/openapi.json")]
    [InlineData("/docs")]
    [InlineData("/redoc")]
    public async Task The_documentation_may_be_public(string path)
    {
        await using var server = await StartAsync(OneKey, ("TOLLAMA_DOCS_PUBLIC", "yes"));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "GET", path, key: null)).StatusCode);
    }

    [Fact]
    public async Task Blanks_around_a_key_do_not_count()
    {
        await using var server = await StartAsync(OneKey);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "GET", "/v1/health", " sekret")).StatusCode);
    }

    [Fact]
    public async Task A_key_that_was_added_while_the_daemon_runs_counts()
    {
        await using var server = await StartAsync(OneKey);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(server, "GET", "/v1/health", "fresh")).StatusCode);

        await WriteConfigAsync(server.Home, """{"auth":{"api_keys":["fresh"]}}""");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "GET", "/v1/health", "fresh")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(server, "GET", "/v1/health", "sekret")).StatusCode);
    }

    [Theory]
    [InlineData("""{"auth":{"api_keys":["sekret"]},"unknown":1}""")]
    [InlineData("""{"auth":{"api_keys":["sekret"]}""")]
    public async Task A_settings_file_that_breaks_does_not_open_the_daemon(string broken)
    {
        await using var server = await StartAsync(OneKey);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "GET", "/v1/health", "sekret")).StatusCode);

        await WriteConfigAsync(server.Home, broken);

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(server, "GET", "/v1/health", key: null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, "GET", "/v1/health", "sekret")).StatusCode);
    }

    private static async Task<GatewayServer> StartAsync(string config, params (string Name, string Value)[] variables)
    {
        string home = GatewayServer.NewHome();
        await File.WriteAllTextAsync(Path.Combine(home, "config.json"), config);
        return await GatewayServer.StartAsync(home, variables.ToDictionary(pair => pair.Name, pair => pair.Value));
    }

    /// <summary>Changes the file and its time, which some file systems keep to a whole second only.</summary>
    private static async Task WriteConfigAsync(string home, string config)
    {
        string path = Path.Combine(home, "config.json");
        await File.WriteAllTextAsync(path, config);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(5));
    }

    private static Task<HttpResponseMessage> SendAsync(
        GatewayServer server, string method, string path, string? key, string? body = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return server.Client.SendAsync(request);
    }
}
