using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;

namespace Tollama.Grains.Models;

/// <summary>Brings about what the model's pin says.</summary>
internal sealed partial class ModelGrain
{
    public async Task PinAsync(ModelArtifact artifact, ModelPin pin, CancellationToken cancellationToken)
    {
        await Placement.FindPinAsync();
        var before = Placement.Pin;
        Placement.Pin = pin;
        bool isDone = false;
        try
        {
            await ObeyAsync(artifact, WorkClass.Interactive, cancellationToken);
            await Placement.StoreAsync(pin);
            isDone = true;
        }
        finally
        {
            Placement.Pin = isDone ? pin : before;
        }
    }

    public async Task<bool> UnpinAsync()
    {
        bool wasPinned = await Placement.StoreAsync(null);
        foreach (var (device, _) in await Placement.CopiesAsync(CancellationToken.None))
        {
            await LetStayAsync(device, false);
        }

        return wasPinned;
    }

    public async Task HoldAsync(ModelArtifact artifact, CancellationToken cancellationToken)
    {
        await Placement.FindPinAsync();
        await ObeyAsync(artifact, WorkClass.Background, cancellationToken);
    }

    /// <summary>A copy where one may be, before those go that may not; then one of them is told to stay.</summary>
    private async Task ObeyAsync(ModelArtifact artifact, WorkClass urgency, CancellationToken cancellationToken)
    {
        var copies = await Placement.CopiesAsync(cancellationToken);
        bool isSomewhere = copies.Any(copy => Placement.MayBeOn(copy.Device));
        if (!isSomewhere && (Placement.Pin is { Keep: true } || copies.Count > 0))
        {
            _copies.Clear(); // those that may not be there serve on until another does
            await EnsureCopyAsync(artifact, urgency, null, cancellationToken);
        }

        _copies.RemoveAll(copy => !Placement.MayBeOn(copy.Device));
        await Task.WhenAll(copies
            .Where(copy => !Placement.MayBeOn(copy.Device))
            .Select(copy => Replica(copy.Device).UnloadAsync()));
        await LetOneStayAsync(artifact, cancellationToken);
    }

    private async Task LetOneStayAsync(ModelArtifact artifact, CancellationToken cancellationToken)
    {
        bool isToStay = Placement.Pin is { Keep: true };
        var copies = await Placement.CopiesAsync(cancellationToken);
        bool doesStay = false;
        foreach (var (device, _) in copies.OrderByDescending(copy => copy.Replica.IsPinned))
        {
            doesStay |= await LetStayAsync(device, isToStay && !doesStay);
        }

        if (isToStay && !doesStay)
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
}
