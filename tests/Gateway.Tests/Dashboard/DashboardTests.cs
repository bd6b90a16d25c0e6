using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Errors;
using Tollama.Core.Metering;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Dashboard;

public sealed class DashboardTests
{
    [Theory]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/models/chronos2")]
    public async Task Every_view_is_the_same_page(string path)
    {
        await using var server = await GatewayServer.StartAsync();

        using var answer = await server.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("script-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("/dashboard/static/app.js", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("app.js", "text/javascript")]
    [InlineData("app.css", "text/css")]
    public async Task The_page_finds_its_files(string file, string mediaType)
    {
        await using var server = await GatewayServer.StartAsync();

        using var answer = await server.Client.GetAsync("/dashboard/static/" + file);

        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/dashboard/static/nothere.js", "nothere.js")]
    [InlineData("/dashboard/static/..%2F..%2Fconfig.json", "config.json")]
    [InlineData("/dashboard/static/deep/nothere.js", "nothere.js")]
    [InlineData("/dashboard/partials/nothere", "nothere")]
    public async Task What_does_not_exist_is_named(string path, string name)
    {
        await using var server = await GatewayServer.StartAsync();

        using var answer = await server.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(name, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_page_can_be_switched_off()
    {
        await using var server = await GatewayServer.StartAsync(("TOLLAMA_DASHBOARD", "off"));

        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/dashboard")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/api/dashboard/state")).StatusCode);
    }

    [Theory]
    [InlineData("/dashboard", null, HttpStatusCode.OK)]
    [InlineData("/dashboard", "1", HttpStatusCode.Unauthorized)]
    [InlineData("/api/dashboard/state", null, HttpStatusCode.Unauthorized)]
    public async Task Keys_guard_the_data_and_the_page_where_asked(string path, string? guard, HttpStatusCode expected)
    {
        string home = GatewayServer.NewHome();
        await File.WriteAllTextAsync(Path.Combine(home, "config.json"), """{"auth":{"api_keys":["sekret"]}}""");
        var variables = guard is null
            ? []
            : new Dictionary<string, string> { ["TOLLAMA_DASHBOARD_REQUIRE_AUTH"] = guard };
        await using var server = await GatewayServer.StartAsync(home, variables);

        using var answer = await server.Client.GetAsync(path);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_part_that_fails_becomes_a_warning()
    {
        string home = GatewayServer.NewHome();
        await using var server = await GatewayServer.StartAsync(
            home, new Dictionary<string, string>(), services => services.AddSingleton<IUsageStore, BrokenUsageStore>());

        var state = JsonElement.Parse(await server.Client.GetStringAsync("/api/dashboard/state"));

        Assert.Equal(JsonValueKind.Null, state.GetProperty("usage").ValueKind);
        Assert.Equal(JsonValueKind.Object, state.GetProperty("info").ValueKind);
        var warning = Assert.Single(state.GetProperty("warnings").EnumerateArray());
        Assert.Equal("usage", warning.GetProperty("source").GetString());
        Assert.Equal(503, warning.GetProperty("status_code").GetInt32());
    }

    private sealed class BrokenUsageStore : IUsageStore
    {
        public Task AddAsync(string batch, IReadOnlyList<UsageDelta> deltas) => throw Unreadable();

        public Task<UsageRow?> FindAsync(string keyId) => throw Unreadable();

        private static TollamaException Unreadable() => new(ErrorCode.Unavailable, "The usage store cannot be read.");
    }
}
