using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>What a caller is told when a model finds no device.</summary>
internal static class PlacementFaults
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Why no device was chosen.</summary>
    public static TollamaException Of(string model, long bytes, ModelPin? pin, PlacementDecision decision) =>
        decision.Outcome switch
        {
            PlacementOutcome.PinnedUnavailable => new TollamaException(
                ErrorCode.Unavailable,
                $"No device that the pin of model '{model}' allows takes it now ({Describe(pin)}; "
                + $"{Verdicts(decision)}); retry, or change the pin with 'tollama pin'.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            },
            PlacementOutcome.TooLarge => new TollamaException(
                ErrorCode.InsufficientMemory,
                $"Model '{model}' takes {Size(bytes)}, more than any device here could ever give it; "
                + "'tollama cluster status' shows the devices."),
            PlacementOutcome.NoDevice => new TollamaException(
                ErrorCode.Unavailable, $"No device takes model '{model}' now; retry, or start a silo.")
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            },
            _ => NoRoom(model, TimeSpan.FromSeconds(2)),
        };

    /// <summary>Why a device that was chosen did not load it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="device">The device.</param>
    /// <param name="outcome">What it said.</param>
    /// <param name="lastFault">How the last load ended that failed; null when none is known.</param>
    public static TollamaException Of(string model, string device, LoadOutcome outcome, TollamaException? lastFault) =>
        outcome.Refusal switch
        {
            LoadRefusal.TooLarge => new TollamaException(
                ErrorCode.InsufficientMemory, $"Model '{model}' does not fit device '{device}', however empty it is."),
            LoadRefusal.Failing => new TollamaException(
                lastFault?.Code ?? ErrorCode.Unavailable,
                lastFault?.Message ?? $"Loading model '{model}' on '{device}' keeps failing; see the silo's log.",
                lastFault)
            {
                RetryAfter = outcome.RetryAfter,
            },
            _ => NoRoom(model, outcome.RetryAfter),
        };

    private static TollamaException NoRoom(string model, TimeSpan retryAfter) => new(
        ErrorCode.Overloaded,
        $"No device has room for model '{model}' and none of the loaded ones could give way in time; retry later.")
    {
        RetryAfter = retryAfter,
    };

    /// <summary>Work in bulk may make nobody go for a while.</summary>
    public static TollamaException Churning(string model, TimeSpan wait) => new(
        ErrorCode.ChurnLimited,
        $"Model '{model}' is not loaded, and the devices already load more than they compute; work in bulk waits "
        + "until that has passed. Retry then, or send the forecast as interactive.")
    {
        RetryAfter = wait,
    };

    /// <summary>A model cannot be made to stay.</summary>
    public static TollamaException TooMuchPinned(string model, IEnumerable<string> devices) => new(
        ErrorCode.Conflict,
        $"Model '{model}' cannot stay on {string.Join(", ", devices)}: too much is pinned there already; unpin another "
        + "model, or raise scheduler.max_pinned_share.");

    private static string Describe(ModelPin? pin) => string.Join(
        "; ",
        new (string Name, IReadOnlyList<string>? Devices)[] { ("on", pin?.Devices), ("never on", pin?.Avoid) }
            .Where(part => part.Devices is { Count: > 0 })
            .Select(part => $"{part.Name} {string.Join(", ", part.Devices!)}"));

    /// <summary>What was found about the devices that the pin allows.</summary>
    private static string Verdicts(PlacementDecision decision)
    {
        var found = decision.Reasons
            .Where(reason => reason.Verdict is not ("pinned_elsewhere" or "avoided"))
            .Select(reason => $"{reason.Device}: {reason.Verdict}")
            .ToArray();
        return found.Length == 0 ? "there is none" : string.Join(", ", found);
    }

    private static string Size(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte:0.#} MiB");
}
