using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>What a caller is told when a model finds no device.</summary>
internal static class PlacementFaults
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Why no device was chosen.</summary>
    public static TollamaException Of(string model, long bytes, PlacementDecision decision) => decision.Outcome switch
    {
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

    private static string Size(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte:0.#} MiB");
}
