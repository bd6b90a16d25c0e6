using System.Collections.Immutable;
using System.Globalization;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// The published revisions of <c>ibm-granite/granite-timeseries-ttm-r2</c>: one checkpoint a pair of context and
/// horizon, both fixed in the weights.
/// </summary>
internal static class GraniteTtmRevisions
{
    /// <summary>The repository.</summary>
    public const string Repository = "ibm-granite/granite-timeseries-ttm-r2";

    private static readonly ImmutableArray<int> Horizons = [96, 192, 336, 720];

    /// <summary>What the rule is, for <c>show</c>.</summary>
    public const string Rule =
        "Context and horizon are fixed in the weights, one revision a pair. Take the longest context that your history "
        + "fills, then the smallest horizon that covers yours: contexts 512 (main for horizon 96), 1024 and 1536, "
        + "horizons "
        + "96, 192, 336 and 720, named <context>-<horizon>-r2; shorter histories and other granularities: "
        + "52-16-ft-r2.1, 90-30-ft-r2.1, 180-60-ft-l1-r2.1, 360-60-ft-l1-r2.1, 512-48-ft-r2.1, 512-96-ft-r2.1. "
        + "Pull one with tollama pull hf.co/" + Repository + "@<revision>.";

    /// <summary>The revision for a history and a horizon; null where none forecasts that far.</summary>
    /// <param name="history">Points of history.</param>
    /// <param name="horizon">Steps wanted.</param>
    public static string? For(int history, int horizon)
    {
        int covering = Horizons.FirstOrDefault(each => each >= horizon);
        int context = history >= 1536 ? 1536 : history >= 1024 ? 1024 : 512;
        return covering == 0 ? null
            : context == 512 && covering == 96 ? "main"
            : string.Create(CultureInfo.InvariantCulture, $"{context}-{covering}-r2");
    }

    /// <summary>The end of a sentence that begins "Horizon … is too long; lower it".</summary>
    public static string AdviceFor(int history, int horizon) =>
        For(history, horizon) is { } revision
            ? $", or pull the revision for it: hf.co/{Repository}@{revision}."
            : $", or take another family: no revision forecasts more than {Horizons[^1]} steps.";
}
