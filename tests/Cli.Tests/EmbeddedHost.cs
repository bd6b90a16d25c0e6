using Tollama.Cli.Commands.Serve;

namespace Tollama.Cli.Tests;

/// <summary>
/// A daemon in this process with a state folder of its own; disposing it stops it and removes the folder.
/// </summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly CliContext _context;
    private readonly EmbeddedDaemon _daemon;

    private EmbeddedHost(CliContext context, EmbeddedDaemon daemon, string home) =>
        (_context, _daemon, Home) = (context, daemon, home);

    /// <summary>Its state folder.</summary>
    public string Home { get; }

    /// <summary>Its address.</summary>
    public string Address => _daemon.BaseUrl.ToString().TrimEnd('/');

    /// <summary>Starts one on a free port.</summary>
    public static async Task<EmbeddedHost> StartAsync()
    {
        string home = Directory.CreateTempSubdirectory("tollama-host-").FullName;
        var context = CliRun.Context(
            TextWriter.Null, TextWriter.Null, environment: new Dictionary<string, string> { ["TOLLAMA_HOME"] = home });
        var daemon = await EmbeddedDaemon.StartAsync(
            new ServeSettings { Port = 0, IsEmbedded = true }, context, CancellationToken.None);
        return new EmbeddedHost(context, daemon, home);
    }

    /// <summary>Runs a command line against it, in a folder.</summary>
    public Task<CliRun> RunAsync(string folder, params string[] args) => CliRun.OfAsync(
        [.. args, "--base-url", Address],
        folder: folder,
        environment: new Dictionary<string, string> { ["TOLLAMA_HOME"] = Home });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _context.Dispose();
        Directory.Delete(Home, recursive: true);
    }
}
