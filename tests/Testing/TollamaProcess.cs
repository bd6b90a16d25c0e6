using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tollama.Testing;

/// <summary>The real binary as a member of a cluster.</summary>
public sealed class TollamaProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private TollamaProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => _ready.TrySetException(
            new InvalidOperationException($"tollama ended with {process.ExitCode}: {string.Join('\n', _output)}"));
        process.EnableRaisingEvents = true;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a member and waits until it says that it serves.</summary>
    public static Task<TollamaProcess> StartAsync(string home, string database, params string[] arguments) =>
        StartAloneAsync(home, ["--cluster", database, .. arguments]);

    /// <summary>Starts a daemon that is no member of a cluster with a database.</summary>
    public static Task<TollamaProcess> StartAloneAsync(string home, params string[] arguments)
    {
        string folder = AppContext.BaseDirectory.Contains("release", StringComparison.Ordinal) ? "release" : "debug";
        string binary = Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "Cli", folder, "tollama.dll");
        return StartBinaryAsync("dotnet", home, [binary, "serve", .. arguments]);
    }

    /// <summary>Starts a program with all its arguments and waits until it says that it serves.</summary>
    public static async Task<TollamaProcess> StartBinaryAsync(string binary, string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(binary) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TOLLAMA_HOME"] = home;
        start.Environment["TOLLAMA_CLUSTER_SECRET"] = "secret of these tests";
        var member = new TollamaProcess(new Process { StartInfo = start });
        await member._ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return member;
    }

    /// <summary>Sends a signal: KILL, STOP, CONT, TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends it, by force where it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.Contains("tollama listens on", StringComparison.Ordinal)
            || line.Contains("serves the cluster on", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
