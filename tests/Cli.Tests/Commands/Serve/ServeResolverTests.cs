using Tollama.Cli.Commands.Serve;

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
    public void A_settings_file_that_cannot_be_used_names_no_address()
    {
        File.WriteAllText(Path.Combine(_home, "config.json"), "{broken");

        Assert.Equal("127.0.0.1", Resolve(string.Empty, new Dictionary<string, string> { ["TOLLAMA_HOME"] = _home }).Host);
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

    private static ServeSettings Resolve(string arguments, IReadOnlyDictionary<string, string> environment)
    {
        using var context = CliRun.Context(TextWriter.Null, TextWriter.Null, environment: environment);
        var options = new ServeOptions(["info"]);
        var command = new System.CommandLine.Command("serve");
        options.AddTo(command);
        return ServeResolver.Resolve(
            options, command.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)), context);
    }
}
