using System.Diagnostics;
using System.Globalization;

namespace Tollama.Testing;

/// <summary>A private PostgreSQL server, from the machine's own binaries.</summary>
public class PrivatePostgres
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tollama-pg-");
    private int _databases;

    /// <summary>Port that it listens on.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>Address that it listens on.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>A command that starts a program in other surroundings and gives way to it; none where empty.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Folder of the server's programs; null where there is none.</summary>
    public string? Binaries { get; } = FindBinaries();

    /// <summary>The address of a new database.</summary>
    public async Task<string> AddDatabaseAsync()
    {
        string name = $"t{Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture)}";
        await RunAsync(
            Tool("createdb"),
            "-h",
            _folder.FullName,
            "-p",
            Port.ToString(CultureInfo.InvariantCulture),
            "-U",
            "tollama",
            name);
        return $"postgres://tollama@{Address}:{Port}/{name}";
    }

    /// <summary>Makes an empty server and starts it; nothing where there are no programs for it.</summary>
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

        await RunAsync(
            Tool("initdb"),
            "-D",
            Data,
            "-U",
            "tollama",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C");
        await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), "host all all samenet trust\n");
        await StartAsync();
    }

    /// <summary>Starts it on the data that it has.</summary>
    public Task StartAsync() =>
        RunAsync(
            Tool("pg_ctl"),
            "-D",
            Data,
            "-w",
            "-l",
            Path.Combine(_folder.FullName, "log"),
            "-o",
            $"-p {Port} -k {_folder.FullName} -c listen_addresses={Address} -c fsync=off -c max_connections=200",
            "start");

    /// <summary>Stops it at once, as a crash would; sessions are cut.</summary>
    public Task StopAsync() => RunAsync(Tool("pg_ctl"), "-D", Data, "-w", "-m", "immediate", "stop");

    /// <summary>Stops it and removes its data.</summary>
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
            .FirstOrDefault(folder =>
                File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    /// <summary>PostgreSQL refuses to run as root, so root steps down to the user that its package made.</summary>
    private async Task RunAsync(string tool, params string[] arguments)
    {
        bool isRoot = Environment.UserName == "root" && tool != "chown";
        string[] user = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        string[] words = [.. Launcher, .. user, tool, .. arguments];
        var start = new ProcessStartInfo(words[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (string word in words[1..])
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool} ended with {process.ExitCode}");
        }
    }
}
