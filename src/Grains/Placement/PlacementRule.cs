using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Placement;

/// <summary>
/// Chooses the device for a copy: the one where a forecast would be answered first, others' loss added. A pure function
/// of what it is given (docs/design/scheduling.md, "Placement").
/// </summary>
internal static class PlacementRule
{
    /// <summary>
    /// What the loss of one second of loading per second is held to be worth: its cost over a minute.
    /// </summary>
    private const double HarmSeconds = 60;

    /// <summary>Candidates this close to the best are as good.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(50);

    /// <summary>Decides.</summary>
    public static PlacementDecision Decide(IReadOnlyList<DeviceView> devices, PlacementRequest request)
    {
        bool hasProcessor = devices.Any(device => device.Kind == "cpu" && Refusal(device, request) is null);
        var found = devices.Select(device => Consider(device, request, hasProcessor)).ToArray();
        found = request.IsToStay ? LeaveOutFull(found, request) : found;
        var possible = found.Where(IsPossible).ToArray();
        bool waits = possible.Length == 0;
        possible = waits ? [.. found.Where(one => one.Reason.Verdict == "waits")] : possible;
        if (possible.Length == 0)
        {
            return new PlacementDecision(Failure(devices, request), null, [.. found.Select(one => one.Reason)]);
        }

        double best = possible.Min(one => one.Total);
        var near = possible.Where(one => one.Total <= Math.Max(best * 1.1, best + Near.TotalSeconds)).ToArray();
        var chosen = Best(near, request);
        return new PlacementDecision(
            waits ? PlacementOutcome.Waits : PlacementOutcome.Assigned,
            chosen.View.Device,
            [.. found.Select(one => one == chosen && !waits ? one.Reason with { Verdict = "chosen" } : one.Reason)],
            chosen.Delay);
    }

    /// <summary>
    /// Among equals: an accelerator whose hole the model fills best, so that big holes stay; of processors the one with
    /// most memory free, as they compute in turn what they hold. Then two drawn by the seed, the emptier of them.
    /// </summary>
    private static Candidate Best(Candidate[] near, PlacementRequest request)
    {
        double Rank(Candidate one) => request.Spread || one.View.Kind == "cpu"
            ? -(double)one.View.FreeBytes
            : one.View.FreeBytes;
        double first = near.Min(Rank);
        var equal = near.Where(one => Rank(one) == first)
            .OrderBy(one => one.View.Device, StringComparer.Ordinal)
            .ToArray();
        if (equal.Length == 1)
        {
            return equal[0];
        }

        var draw = new Random(HashCode(request));
        var one = equal[draw.Next(equal.Length)];
        var other = equal[draw.Next(equal.Length)];
        return other.View.Replicas.Count < one.View.Replicas.Count ? other : one;
    }

    private static int HashCode(PlacementRequest request)
    {
        uint hash = 2166136261;
        foreach (char letter in request.Model)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return (int)(hash ^ (uint)request.Seed);
    }

    private static Candidate Consider(DeviceView device, PlacementRequest request, bool hasProcessor)
    {
        string? refusal = Refusal(device, request);
        if (refusal is null && request is { Bytes: 0, Pin: null or { Mode: PinMode.Auto } } && hasProcessor
            && device.Kind != "cpu")
        {
            refusal = "processor_preferred";
        }

        if (refusal is not null)
        {
            return new Candidate(device, 0, new PlacementReason(device.Device, refusal));
        }

        var victims = Victims(device, request);
        var delay = request.IsBackground && victims is null or { Count: > 0 } ? device.BulkWait : TimeSpan.Zero;
        bool waits = victims is null || delay > TimeSpan.Zero;
        if (waits && (!request.MayWait || !MayComeFree(device, request)))
        {
            return new Candidate(device, 0, new PlacementReason(device.Device, victims is null ? "no_room" : "churn"));
        }

        victims ??= [];
        double harm = victims.Sum(victim => victim.Cost) * HarmSeconds;
        var completes = device.FetchTime + device.LoadBacklog + request.LoadTime + device.Queued + delay;
        double completion = (completes + Service(device.Kind)).TotalSeconds;
        double rated = PinRule.Prefers(request.Pin, device.Device) ? completion * (1 - PinRule.Bonus) : completion;
        return new Candidate(
            device,
            rated + (harm / Math.Max(1, request.Waiters)),
            new PlacementReason(
                device.Device,
                waits ? "waits" : "possible",
                completion * 1000,
                harm * 1000,
                [.. victims.Select(victim => victim.Model)]))
        {
            Delay = delay,
        };
    }

    /// <summary>Whether there would be room if all that is in use had ended and went, but for what is pinned.</summary>
    private static bool MayComeFree(DeviceView device, PlacementRequest request)
    {
        long bytes = device.FreeBytes;
        foreach (var replica in device.Replicas)
        {
            bool holdsNothing = replica.State is ReplicaState.Fetching or ReplicaState.Waiting;
            bool stays = replica.IsPinned || replica.State == ReplicaState.Quarantined;
            bytes += holdsNothing || stays ? 0 : replica.SizeBytes;
        }

        return request.Bytes <= bytes;
    }

    private static bool IsPossible(Candidate one) => one.Reason.Verdict == "possible";

    /// <summary>
    /// Devices that may not pin so much more: left out, unless no other is left; the copy is not protected there.
    /// </summary>
    private static Candidate[] LeaveOutFull(Candidate[] found, PlacementRequest request)
    {
        bool IsFull(Candidate one) => one.View.PinnableBytes < request.Bytes;
        return Array.Exists(found, one => IsPossible(one) && !IsFull(one))
            ? Array.ConvertAll(
                found,
                one => IsPossible(one) && IsFull(one)
                    ? one with { Reason = new PlacementReason(one.View.Device, "pinned_full") }
                    : one)
            : found;
    }

    private static string? Refusal(DeviceView device, PlacementRequest request)
    {
        if (PinRule.Refusal(request.Pin, device.Device) is { } elsewhere)
        {
            return elsewhere;
        }

        if (!device.TakesModels)
        {
            return "state";
        }

        if (device.IsExcluded)
        {
            return "excluded";
        }

        if (device.IsUnderPressure && request.IsBackground)
        {
            return "foreign_pressure";
        }

        if (request.Bytes > device.CeilingBytes)
        {
            return "ceiling";
        }

        return device.Replicas.Any(replica => replica.Model == request.Model && !IsLeaving(replica))
            ? "already_there"
            : null;
    }

    /// <summary>The copies that would have to go; none where there is room, null where nothing makes room.</summary>
    private static IReadOnlyList<EvictionCandidate>? Victims(DeviceView device, PlacementRequest request)
    {
        long deficit = request.Bytes - device.FreeBytes;
        if (deficit <= 0)
        {
            return [];
        }

        var candidates = new List<EvictionCandidate>(device.Replicas.Count);
        long leaving = 0;
        foreach (var replica in device.Replicas)
        {
            leaving += IsLeaving(replica) ? replica.SizeBytes : 0;
            if (replica.State == ReplicaState.Ready)
            {
                candidates.Add(new EvictionCandidate(
                    replica.Model, replica.SizeBytes, replica.ReloadCost, replica.Queue > 0, replica.IsProtected));
            }
        }

        if (deficit - leaving <= 0)
        {
            return [];
        }

        var victims = EvictionRule.Choose(candidates, deficit - leaving, !request.IsBackground);
        return victims.Count == 0 ? null : victims;
    }

    private static bool IsLeaving(ReplicaSummary replica) =>
        replica.State is ReplicaState.Draining or ReplicaState.Unloading;

    /// <summary>
    /// How long one forecast takes on a kind of device, where nothing was measured: only the order matters.
    /// </summary>
    public static TimeSpan Service(string kind) => TimeSpan.FromMilliseconds(kind switch
    {
        "cpu" => 200,
        "webgpu" => 50,
        _ => 10,
    });

    private static PlacementOutcome Failure(IReadOnlyList<DeviceView> devices, PlacementRequest request)
    {
        var serving = devices.Where(device => device.TakesModels).ToArray();
        if (request.Pin is { Mode: PinMode.Pin }
            || (serving.Length > 0
                && Array.TrueForAll(serving, device => PinRule.Refusal(request.Pin, device.Device) is not null)))
        {
            return PlacementOutcome.PinnedUnavailable;
        }

        if (serving.Length == 0)
        {
            return PlacementOutcome.NoDevice;
        }

        return serving.All(device => request.Bytes > device.CeilingBytes)
            ? PlacementOutcome.TooLarge
            : PlacementOutcome.NoRoom;
    }

    private sealed record Candidate(DeviceView View, double Total, PlacementReason Reason)
    {
        public TimeSpan Delay { get; init; }
    }
}
