using Tollama.Core.Frequencies;

namespace Tollama.Core.Ingest;

/// <summary>The rows of one series, sorted, before anything was dropped or filled.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Timestamps">When, as the table writes it.</param>
/// <param name="Target">How much; NaN where there is no value.</param>
/// <param name="IsInteger">Whether the target's column holds integers only.</param>
/// <param name="GivenFreq">Alias that options or table give; null to infer it.</param>
internal sealed record RawSeries(
    string Id, IReadOnlyList<string> Timestamps, double[] Target, bool IsInteger, string? GivenFreq)
{
    private ZonedTimes? _times;

    /// <summary>The timestamps as times; null where one of them is no date.</summary>
    public ZonedTimes? Times => _times ??= ZonedTimes.Parse(Timestamps);

    /// <summary>
    /// The alias that is given, else inferred, else of the spacing that at least 0.8 of the gaps have (0.5 of 1000 or
    /// more), else <c>auto</c>.
    /// </summary>
    public string Freq()
    {
        if (GivenFreq is not null || Timestamps.Count < 3 || Times is not { } times)
        {
            return GivenFreq ?? FrequencyResolution.Auto;
        }

        return times.Infer() ?? times.InferDominant()?.Alias ?? FrequencyResolution.Auto;
    }
}
