using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Cluster;

/// <summary>
/// Enters what is installed on a machine in the lists of the cluster that its silo has joined. The start waits a while
/// for it; then it goes on in the background until it is done.
/// </summary>
internal sealed partial class HomeIntake(
    ModelStore store, ProfileStore files, ClusterGrains grains, TimeProvider time, ILogger<HomeIntake> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = log;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await (ExecuteTask ?? Task.CompletedTask)
            .WaitAsync(Patience, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryAsync())
        {
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<bool> TryAsync()
    {
        InstalledModel[] models =
            [.. store.Installed().Select(model => new InstalledModel(model, store.AcceptedBy(model.Name)))];
        var profiles = files.List();
        try
        {
            if (models.Length > 0)
            {
                await grains.Catalog.TakeUpAsync(models);
            }

            if (profiles.Count > 0)
            {
                await grains.Profiles.TakeUpAsync(profiles);
            }

            return true;
        }
        catch (TollamaException fault)
        {
            LogPostponed(fault.Message);
            return false;
        }
    }

    [LoggerMessage(
        6021, LogLevel.Warning, "What this machine has installed is not in the cluster's lists yet: {Reason}")]
    private partial void LogPostponed(string reason);
}
