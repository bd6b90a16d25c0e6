using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>Sees to it, as long as this process lives, that the models that are to stay loaded are.</summary>
internal sealed partial class PinKeeper(IGrainFactory grains, TimeProvider time, ILogger<PinKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the host starts on
        while (!stoppingToken.IsCancellationRequested)
        {
            bool isDone = await TryHoldAsync(stoppingToken);
            await Task.Delay(isDone ? Every : Again, time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "The boundary of a loop that nobody waits for: whatever fails, the process goes on serving.")]
    private async Task<bool> TryHoldAsync(CancellationToken stoppingToken)
    {
        try
        {
            await grains.GetGrain<IPinsGrain>(PinsGrain.Key).HoldAsync().WaitAsync(stoppingToken);
            return true;
        }
        catch (Exception fault)
        {
            LogNotHeld(fault.Message); // this silo may not have joined yet, or the database may be away
            return false;
        }
    }

    [LoggerMessage(
        EventId = 5051,
        Level = LogLevel.Debug,
        Message = "The pinned models could not be looked after, it is tried again: {Reason}")]
    private partial void LogNotHeld(string reason);
}
