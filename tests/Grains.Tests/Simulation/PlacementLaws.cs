using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;

namespace Tollama.Grains.Tests.Simulation;

/// <summary>What must hold of a placement, whatever was asked for.</summary>
internal static class PlacementLaws
{
    public static void Check(IReadOnlyList<DeviceView> devices, PlacementRequest request, PlacementDecision decision)
    {
        var again = PlacementRule.Decide(devices, request);
        Law.Holds(
            (again.Outcome, again.Device) == (decision.Outcome, decision.Device),
            "the same is decided otherwise again");
        Law.Holds(decision.Reasons.Count == devices.Count, "nothing is said of a device");
        switch (decision.Outcome)
        {
            case PlacementOutcome.Assigned or PlacementOutcome.Waits:
                var chosen = devices.Single(device => device.Device == decision.Device);
                Law.Holds(IsAllowed(request.Pin, chosen.Device), "a copy is placed where its pin does not let it go");
                Law.Holds(
                    decision.Outcome == PlacementOutcome.Assigned || request.MayWait,
                    "a model waits that may not");
                Law.Holds(chosen is { TakesModels: true, IsExcluded: false }, "a copy is placed where none may go");
                Law.Holds(request.Bytes <= chosen.CeilingBytes, "a copy is placed where it never fits");
                long leaving = chosen.Replicas
                    .Where(one => decision.Outcome == PlacementOutcome.Waits
                        ? !one.IsPinned
                        : !one.IsProtected || one.State is ReplicaState.Draining or ReplicaState.Unloading)
                    .Sum(one => one.SizeBytes);
                Law.Holds(
                    request.Bytes <= chosen.FreeBytes + leaving,
                    "a copy is placed where no eviction makes room for it");
                break;
            case PlacementOutcome.PinnedUnavailable:
                Law.Holds(request.Pin is not null, "it is not pinned");
                break;
            case PlacementOutcome.TooLarge:
                Law.Holds(
                    devices.All(device => !device.TakesModels || request.Bytes > device.CeilingBytes),
                    "it does fit");
                break;
            case PlacementOutcome.NoDevice:
                Law.Holds(!devices.Any(device => device.TakesModels), "there is a device");
                break;
        }
    }

    /// <summary>Told apart from the product's way of finding it: by the words of the pins that occur here.</summary>
    private static bool IsAllowed(ModelPin? pin, string device) => pin switch
    {
        { Mode: PinMode.Pin, Devices: ["s1/*"] } => device.StartsWith("s1/", StringComparison.Ordinal),
        { Mode: PinMode.Pin } => device == "s2/cuda:1" || device.Contains("/sim:", StringComparison.Ordinal),
        { Avoid.Count: > 0 } => !device.StartsWith("s1/", StringComparison.Ordinal)
            && !device.EndsWith("/sim:2", StringComparison.Ordinal),
        _ => true,
    };
}
