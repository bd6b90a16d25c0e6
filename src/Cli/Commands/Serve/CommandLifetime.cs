using Microsoft.Extensions.Hosting;

namespace Tollama.Cli.Commands.Serve;

/// <summary>The command that started a daemon ends it, not the host: signals reach the command's token.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
