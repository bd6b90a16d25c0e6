using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;

namespace Tollama.Grains.Models;

/// <summary>
/// Where the model may be, and whether it stays. This grain alone changes its pin, so it asks for it once.
/// </summary>
internal sealed partial class ModelGrain
{
    private ModelPin? _pin;
    private bool _isPinKnown;

    private IPinsGrain Pins => GrainFactory.GetGrain<IPinsGrain>(PinsGrain.Key);

    public async Task PinAsync(ModelArtifact artifact, ModelPin pin, CancellationToken cancellationToken)
    {
        var before = await FindPinAsync();
        _pin = pin;
        bool isDone = false;
        try
        {
            await ObeyAsync(artifact, WorkClass.Interactive, cancellationToken);
            await Pins.WriteAsync(this.GetPrimaryKeyString(), pin);
            isDone = true;
        }
        finally
        {
            _pin = isDone ? pin : before;
        }
    }

    public async Task<bool> UnpinAsync()
    {
        bool wasPinned = await Pins.WriteAsync(this.GetPrimaryKeyString(), null);
        (_pin, _isPinKnown) = (null, true);
        foreach (var (device, _) in await CopiesAsync(CancellationToken.None))
        {
            await LetStayAsync(device, false);
        }

        return wasPinned;
    }

    public async Task HoldAsync(ModelArtifact artifact, CancellationToken cancellationToken)
    {
        await FindPinAsync();
        await ObeyAsync(artifact, WorkClass.Background, cancellationToken);
    }

    private async Task<ModelPin?> FindPinAsync()
    {
        if (!_isPinKnown)
        {
            _pin = await RetryOnSiloLoss.RunAsync(
                () => Pins.FindAsync(this.GetPrimaryKeyString()),
                CancellationToken.None);
            _isPinKnown = true;
        }

        return _pin;
    }

    /// <summary>
    /// Storage that is away when nothing is known of pins yet holds no forecast up: it is placed as if there were none,
    /// and moved when they are known.
    /// </summary>
    private async Task TryFindPinAsync()
    {
        try
        {
            await FindPinAsync();
        }
        catch (TollamaException fault)
        {
            string model = this.GetPrimaryKeyString();
            LogPinUnknown(model, fault.Message);
        }
    }

    private bool MayBeOn(string device) => PinRule.Refusal(_pin, device) is null;

    /// <summary>A copy where one may be, before those go that may not; then one of them is told to stay.</summary>
    private async Task ObeyAsync(ModelArtifact artifact, WorkClass urgency, CancellationToken cancellationToken)
    {
        var copies = await CopiesAsync(cancellationToken);
        bool isSomewhere = copies.Any(copy => MayBeOn(copy.Device));
        if (!isSomewhere && (_pin is { Keep: true } || copies.Count > 0))
        {
            _copies.Clear(); // those that may not be there serve on until another does
            await EnsureCopyAsync(artifact, urgency, null, cancellationToken);
        }

        _copies.RemoveAll(copy => !MayBeOn(copy.Device));
        await Task.WhenAll(
            copies.Where(copy => !MayBeOn(copy.Device)).Select(copy => Replica(copy.Device).UnloadAsync()));
        await LetOneStayAsync(artifact, cancellationToken);
    }

    /// <summary>The copies that serve or are about to.</summary>
    private async Task<IReadOnlyList<(string Device, ReplicaSummary Replica)>> CopiesAsync(
        CancellationToken cancellationToken)
    {
        var silos = await survey.TakeAsync(GrainFactory, cancellationToken);
        return
        [
            .. DeviceViews.CopiesOf(silos, this.GetPrimaryKeyString())
                .Where(copy => copy.Replica.State == ReplicaState.Ready || DeviceViews.IsComing(copy.Replica)),
        ];
    }

    private async Task LetOneStayAsync(ModelArtifact artifact, CancellationToken cancellationToken)
    {
        var copies = await CopiesAsync(cancellationToken);
        bool doesStay = false;
        foreach (var (device, _) in copies.OrderByDescending(copy => copy.Replica.IsPinned))
        {
            doesStay |= await LetStayAsync(device, _pin is { Keep: true } && !doesStay);
        }

        if (_pin is { Keep: true } && !doesStay)
        {
            throw PlacementFaults.TooMuchPinned(artifact.Name, copies.Select(copy => copy.Device));
        }
    }

    private async Task<bool> LetStayAsync(string device, bool stays)
    {
        stays = await GrainFactory.GetGrain<IDeviceGrain>(device).PinAsync(this.GetPrimaryKeyString(), stays);
        if (_copies.Find(copy => copy.Device == device) is { } copy)
        {
            copy.Stays = stays;
        }

        return stays;
    }

    [LoggerMessage(
        EventId = 5023,
        Level = LogLevel.Warning,
        Message = "{Model} is placed without knowing whether it is pinned: {Reason}")]
    private partial void LogPinUnknown(string model, string reason);
}
