using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Models;

/// <summary>More copies while a model is hot, fewer when it is not.</summary>
internal sealed partial class ModelGrain
{
    private bool _isScaling;

    /// <summary>
    /// Looks at the last window. A change is tried once; if it can't be made now, the next window asks again.
    /// </summary>
    private async Task ScaleAsync()
    {
        if (_copies.Count == 0 || _placing is not null || _isScaling)
        {
            return;
        }

        int wanted = _scaler.EndWindow(_copies.Count, Placement.Devices, time.GetElapsedTime(_origin));
        _isScaling = true;
        try
        {
            for (int missing = wanted - _copies.Count; missing > 0; missing--)
            {
                await AddCopyAsync();
            }

            if (wanted < _copies.Count)
            {
                await DropCopyAsync();
            }
        }
        catch (TollamaException fault)
        {
            string model = this.GetPrimaryKeyString();
            LogNotScaled(model, fault.Message); // the copies that there are go on serving
        }
        finally
        {
            _isScaling = false;
        }
    }

    private async Task AddCopyAsync()
    {
        if (_copies.Select(copy => copy.Artifact).FirstOrDefault(known => known is not null) is not { } artifact)
        {
            return;
        }

        await Placement.PrepareAsync(artifact);
        var wish = new CopyWish(
            IsBackground: true, MayWait: false, Waiters: 1, HasOneThatStays: _copies.Exists(copy => copy.Stays));
        var decision = Placement.Decide(await Placement.LookAsync(CancellationToken.None), artifact, wish, []);
        if (decision.Device is not { } device)
        {
            return;
        }

        var outcome = await Replica(device)
            .LoadAsync(new LoadOrder(artifact, WorkClass.Background, 0), CancellationToken.None);
        if (outcome.Refusal == LoadRefusal.None && _copies.Count > 0 && !_copies.Exists(copy => copy.Device == device))
        {
            _copies.Add(MakeCopy(device));
            _scaler.Changed(time.GetElapsedTime(_origin));
            string model = this.GetPrimaryKeyString();
            LogScaled(model, _copies.Count);
        }
    }

    /// <summary>
    /// Takes the least busy copy out of the routing first, so that nothing new reaches it, then lets it go.
    /// </summary>
    private async Task DropCopyAsync()
    {
        var dropped = _copies.Where(copy => !copy.Stays).MinBy(copy => copy.Outstanding)!;
        _copies.Remove(dropped);
        _scaler.Changed(time.GetElapsedTime(_origin));
        await dropped.Replica.UnloadAsync();
        string model = this.GetPrimaryKeyString();
        LogScaled(model, _copies.Count);
    }

    [LoggerMessage(EventId = 5020, Level = LogLevel.Information, Message = "{Model} has {Copies} copies now")]
    private partial void LogScaled(string model, int copies);

    [LoggerMessage(
        EventId = 5021,
        Level = LogLevel.Warning,
        Message = "The number of copies of {Model} could not be changed: {Reason}")]
    private partial void LogNotScaled(string model, string reason);
}
