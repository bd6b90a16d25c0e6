using System.Text.Json;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Health;

public sealed class ReadinessTests
{
    [Fact]
    public async Task A_fresh_daemon_is_ready()
    {
        await using var server = await GatewayServer.StartAsync();

        var report = JsonElement.Parse(await server.Client.GetStringAsync("/health/ready"));

        Assert.Equal("ok", report.GetProperty("status").GetString());
        Assert.True(report.GetProperty("healthy").GetBoolean());
        var runners = report.GetProperty("runner_manager");
        Assert.True(runners.GetProperty("configured_runners").GetInt32() > 0);
        Assert.Equal(0, runners.GetProperty("running_runners").GetInt32());
        Assert.Equal(JsonValueKind.Null, runners.GetProperty("error").ValueKind);
        var disk = report.GetProperty("disk");
        Assert.Equal(server.Home, disk.GetProperty("path").GetString());
        Assert.True(disk.GetProperty("free_bytes").GetInt64() > 0);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("connectors").ValueKind);
    }

    [Fact]
    public async Task The_connector_switch_shows_that_there_are_none()
    {
        await using var server = await GatewayServer.StartAsync(("TOLLAMA_USE_LIVE_CONNECTORS", "1"));

        var report = JsonElement.Parse(await server.Client.GetStringAsync("/health/ready"));

        Assert.Equal("{}", report.GetProperty("connectors").GetRawText());
    }
}
