using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>A private PostgreSQL server on loopback, from the machine's own binaries.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tollama-pg-");
    private int _databases;

    /// <summary>What a test lacks when it is skipped.</summary>
    public const string Missing = "PostgreSQL's server binaries (initdb, pg_ctl) in /usr/lib/postgresql or on the PATH";

    public int Port { get; } = FreePort();

    public string? Binaries { get; } = FindBinaries();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The address of a new database; skips the test where there is no PostgreSQL.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        Skip.If(Binaries is null, $"This test needs {Missing}.");
        string name = $"t{Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture)}";
        await using var source = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={Port};Username=tollama;Database=postgres;Pooling=false");
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return $"postgres://tollama@127.0.0.1:{Port}/{name}";
    }

    public async Task InitializeAsync()
    {
        if (Binaries is null)
        {
            return;
        }

        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", _folder.FullName);
        }

        await RunAsync(Tool("initdb"), "-D", Data, "-U", "tollama", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        await StartAsync();
    }

    public Task StartAsync() => RunAsync(
        Tool("pg_ctl"), "-D", Data, "-w", "-l", Path.Combine(_folder.FullName, "log"),
        "-o", $"-p {Port} -k {_folder.FullName} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200", "start");

    public Task StopAsync() => RunAsync(Tool("pg_ctl"), "-D", Data, "-w", "-m", "immediate", "stop");

    public async Task DisposeAsync()
    {
        if (Binaries is not null)
        {
            await StopAsync();
        }

        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Tool(string name) => Path.Combine(Binaries!, name);

    private static string? FindBinaries()
    {
        const string debian = "/usr/lib/postgresql";
        var candidates = Directory.Exists(debian)
            ? Directory.GetDirectories(debian).Order().Reverse().Select(version => Path.Combine(version, "bin"))
            : [];
        return candidates
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    /// <summary>PostgreSQL refuses to run as root, so root steps down to the user that its package made.</summary>
    private static async Task RunAsync(string tool, params string[] arguments)
    {
        bool isRoot = Environment.UserName == "root" && tool != "chown";
        var start = new ProcessStartInfo(isRoot ? "setpriv" : tool)
        {
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        string[] prefix = isRoot ? ["--reuid=postgres", "--regid=postgres", "--clear-groups", tool] : [];
        foreach (string argument in prefix.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(process.ExitCode == 0, $"{tool} ended with {process.ExitCode}");
    }
}
