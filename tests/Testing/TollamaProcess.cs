using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tollama.Testing;

/// <summary>The real binary as a daemon or a member of a cluster.</summary>
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
            new InvalidOperationException($"tollama ended with {process.ExitCode}: {Output}"));
        process.EnableRaisingEvents = true;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts the build that the tests belong to and waits until it says that it serves.</summary>
    /// <param name="home">Folder of its files.</param>
    /// <param name="arguments">What follows <c>serve</c>.</param>
    public static Task<TollamaProcess> StartAsync(string home, params string[] arguments) =>
        StartAsync(new TollamaStart { Home = home, Arguments = arguments });

    /// <summary>Starts a program and waits until it says that it serves.</summary>
    public static async Task<TollamaProcess> StartAsync(TollamaStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        string[] words = [.. start.Launcher, .. start.Program, "serve", .. start.Arguments];
        var info = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in words[1..])
        {
            info.ArgumentList.Add(word);
        }

        info.Environment["TOLLAMA_HOME"] = start.Home;
        info.Environment["TOLLAMA_CLUSTER_SECRET"] = "secret of these tests";
        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        var started = new TollamaProcess(new Process { StartInfo = info });
        try
        {
            await started._ready.Task.WaitAsync(TimeSpan.FromMinutes(2));
            return started;
        }
        catch (TimeoutException late)
        {
            string output = started.Output;
            await started.DisposeAsync();
            throw new TimeoutException($"tollama was not ready after two minutes: {output}", late);
        }
    }

    /// <summary>Sends a signal: KILL, STOP, CONT, TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return _process.ExitCode;
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
