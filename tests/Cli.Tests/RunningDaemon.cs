using System.Diagnostics;

namespace Tollama.Cli.Tests;

/// <summary>A daemon of its own process; disposing it ends it.</summary>
internal sealed class RunningDaemon(Process process) : IDisposable
{
    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        process.Dispose();
    }
}
