using Tollama.Cli.Commands.Serve;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Tests.Commands.Serve;

/// <summary>Where the settings of a daemon come from.</summary>
public sealed class ServeResolverTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("tollama-serve-").FullName;

    [Theory]
    [InlineData("", null, null, "127.0.0.1", 11435)]
    [InlineData("", null, "10.0.0.9", "10.0.0.9", 11435)]
    [InlineData("", "10.0.0.8:99", "10.0.0.9", "10.0.0.8", 99)]
    [InlineData("--host 10.0.0.7", "10.0.0.8:99", "10.0.0.9", "10.0.0.7", 99)]
    [InlineData("--port 5", "[::1]:99", null, "::1", 5)]
    public void An_option_comes_before_the_environment_and_that_before_the_settings_file(
        string arguments, string? binding, string? configured, string host, int port)
    {
        var environment = new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home };
        if (binding is not null)
        {
            environment["TOLLAMA_HOST"] = binding;
        }

        if (configured is not null)
        {
            File.WriteAllText(Path.Combine(_home, "config.json"), $$$"""{"daemon":{"host":"{{{configured}}}"}}""");
        }

        var settings = Resolve(arguments, environment);

        Assert.Equal((host, port), (settings.Host, settings.Port));
    }

    [Fact]
    public void A_settings_file_that_cannot_be_used_names_no_address_and_is_warned_of()
    {
        File.WriteAllText(Path.Combine(_home, "config.json"), "{broken");
        using var errors = new StringWriter();

        var settings = Resolve(
            string.Empty, new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home }, errors);

        Assert.Equal("127.0.0.1", settings.Host);
        Assert.Contains("warning: config.json cannot be used", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_say_how_networks_are_run()
    {
        var environment = new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home };

        var settings = Resolve("--engine-threads 2 --engine-batch 64 --engine-buckets 128,512", environment).Engine;

        Assert.Equal((2, 64), (settings.Threads, settings.Batch));
        Assert.Equal([128, 512], settings.SequenceBuckets);
        Assert.Equal(new EngineSettings(), Resolve(string.Empty, environment).Engine);
    }

    [Theory]
    [InlineData("--engine-threads 0")]
    [InlineData("--engine-batch many")]
    [InlineData("--engine-buckets 512,128")]
    public void An_option_of_the_engine_that_cannot_be_used_is_named(string arguments)
    {
        var fault = Assert.Throws<CommandFailedException>(
            () => Resolve(arguments, new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home }));

        Assert.Equal(2, fault.ExitCode);
        Assert.StartsWith(arguments.Split(' ')[0], fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_of_a_cluster_is_described_by_the_settings_file_and_then_by_options()
    {
        File.WriteAllText(
            Path.Combine(_home, "config.json"),
            """
            {"cluster": {"database": "postgres://db/t", "role": "silo", "name": "one", "listen": "10.0.0.1:7400",
              "devices": "sim:2x1GiB", "workers": "per-device", "lease_seconds": 5}}
            """);
        var environment = new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home };

        var settings = Resolve("--name two --workers in-process", environment);
        var worker = Resolve(
            "--worker --role silo --parent 127.0.0.1:9 --name w --listen 127.0.0.1:8 --devices cpu",
            environment);

        Assert.Equal(
            ("postgres://db/t", ServeRole.Silo, "two", "10.0.0.1:7400", "sim:2x1GiB", false),
            (
                settings.Cluster,
                settings.Role,
                settings.Name,
                settings.Listen,
                settings.Devices,
                settings.HasWorkerPerDevice));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)), (settings.Lease, worker.Lease));
        Assert.Equal(
            (null, "127.0.0.1:9", "cpu", false),
            (worker.Cluster, worker.Parent, worker.Devices, worker.HasWorkerPerDevice));
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("61")]
    public void A_lease_that_is_no_use_is_refused_with_its_limits(string seconds)
    {
        File.WriteAllText(Path.Combine(_home, "config.json"), $$$"""{"cluster": {"lease_seconds": {{{seconds}}}}}""");

        var refusal = Assert.Throws<CommandFailedException>(() => Resolve(
            string.Empty, new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home }));

        Assert.Contains($"is {seconds}; it must be from 1 to 60", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_that_does_not_exist_is_refused_by_name()
    {
        File.WriteAllText(Path.Combine(_home, "config.json"), """{"cluster": {"role": "king"}}""");

        var refusal = Assert.Throws<CommandFailedException>(() => Resolve(
            string.Empty, new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home }));

        Assert.Contains("'king'; it must be one of all, gateway, silo", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData(":11435")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    public void A_binding_without_both_parts_is_refused(string binding)
    {
        var refusal = Assert.Throws<CommandFailedException>(() => Resolve(
            string.Empty, new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home, ["TOLLAMA_HOST"] = binding }));

        Assert.Contains(binding, refusal.Message, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static ServeSettings Resolve(
        string arguments, IReadOnlyDictionary<string, string> environment, TextWriter? errors = null)
    {
        using var context = CliRun.Context(TextWriter.Null, errors ?? TextWriter.Null, environment: environment);
        var options = new ServeOptions(["info"]);
        var command = new System.CommandLine.Command("serve");
        options.AddTo(command);
        return ServeResolver.Resolve(
            options, command.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)), context);
    }
}
