using System.Text.Json;

namespace Tollama.Cli.Tests.Commands.Doctor;

/// <summary>Settings that cannot be used, as <c>doctor</c> and <c>serve</c> say it.</summary>
public sealed class SettingsCheckTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("tollama-doctor-").FullName;

    public static TheoryData<string?, string?, string?, string> Unusable => new()
    {
        { """{"engine":{"threads":-1}}""", null, null, "engine.threads is '-1'" },
        { """{"engine":{"batch":0}}""", null, null, "engine.batch is '0'" },
        { """{"engine":{"sequence_buckets":[512,128]}}""", null, null, "engine.sequence_buckets is '512,128'" },
        { """{"scheduler":{"max_queue":-3}}""", null, null, "scheduler.max_queue is -3" },
        { """{"daemon":{"host":"999.1.1.1"}}""", null, null, "daemon.host of config.json is '999.1.1.1'" },
        { """{"cluster":{"lease_seconds":0}}""", null, null, "cluster.lease_seconds of config.json is 0" },
        { null, "TOLLAMA_ENGINE_THREADS", "-1", "TOLLAMA_ENGINE_THREADS is '-1'" },
        { null, "TOLLAMA_MAX_QUEUE", "many", "TOLLAMA_MAX_QUEUE is 'many'" },
        { null, "TOLLAMA_HOST", "somewhere", "TOLLAMA_HOST is 'somewhere'" },
        { null, "TOLLAMA_LOG_LEVEL", "loud", "Log level 'loud'" },
        { null, "HF_ENDPOINT", "ftp://hub", "HF_ENDPOINT" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task Doctor_says_with_what_the_daemon_would_not_start(
        string? file, string? variable, string? value, string expected)
    {
        var run = await RunAsync(file, variable, value, "doctor", "--json", "--base-url", "http://127.0.0.1:9");

        Assert.Equal(2, run.ExitCode);
        using var report = JsonDocument.Parse(run.Out);
        var checks = report.RootElement.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(7, checks.Count);
        Assert.Equal(("config", "fail"), (Text(checks[^1], "name"), Text(checks[^1], "status")));
        Assert.Contains(expected, Text(checks[^1], "message"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task The_daemon_does_not_start_with_them(
        string? file, string? variable, string? value, string expected)
    {
        var run = await RunAsync(file, variable, value, "serve", "--port", "0");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_finds_nothing_wrong_with_settings_that_can_be_used()
    {
        var run = await RunAsync(
            """{"engine":{"threads":2},"daemon":{"host":"localhost"}}""", null, null,
            "doctor", "--json", "--base-url", "http://127.0.0.1:9");

        using var report = JsonDocument.Parse(run.Out);
        Assert.Equal("pass", Text(report.RootElement.GetProperty("checks").EnumerateArray().Last(), "status"));
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static string Text(JsonElement check, string member) => check.GetProperty(member).GetString()!;

    private async Task<CliRun> RunAsync(string? file, string? variable, string? value, params string[] args)
    {
        var environment = new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home };
        if (file is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(_home, "config.json"), file);
        }

        if (variable is not null)
        {
            environment[variable] = value!;
        }

        return await CliRun.OfAsync(args, environment: environment);
    }
}
