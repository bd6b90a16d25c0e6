using System.Diagnostics;

namespace Tollama.Cli.Commands.Serve.Workers;

/// <summary>
/// One run of a worker: this program again, as a silo of one device. It ends when its input does, so that no worker
/// outlives its parent, however that ends.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TimeSpan _patience;

    private WorkerProcess(Process process, TimeSpan patience) => (_process, _patience) = (process, patience);

    /// <summary>Starts a run.</summary>
    /// <param name="arguments">Command line after the program's name.</param>
    /// <param name="secret">What it shows the others.</param>
    /// <param name="patience">How long it may take to stop; then it is killed.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The system starts no process.</exception>
    public static WorkerProcess Start(IEnumerable<string> arguments, string secret, TimeSpan patience)
    {
        string program = Environment.ProcessPath!; // known on every system that we run on
        bool isHosted = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, UseShellExecute = false };
        string[] prefix = isHosted ? [Environment.GetCommandLineArgs()[0]] : [];
        foreach (string argument in prefix.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[ClusterMember.SecretVariable] = secret;
        var process = new Process { StartInfo = start };
        process.Start();
        return new WorkerProcess(process, patience);
    }

    /// <summary>Number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Waits until it ends.</summary>
    /// <returns>Its exit status; 128 and the signal's number where a signal ended it.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends its input, so that it drains and stops; kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(_patience);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }
}
