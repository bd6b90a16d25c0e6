using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Frequencies;

/// <summary>Resolves <c>freq: "auto"</c> (contract/http-api §6).</summary>
public static class FrequencyResolution
{
    /// <summary>The alias that stands for "find out".</summary>
    public const string Auto = "auto";

    /// <summary>The series with a definite freq; the same one when it has one already.</summary>
    /// <param name="series">The series.</param>
    /// <param name="warnings">Receives a text when only most spacings agree.</param>
    /// <exception cref="TollamaException">InvalidRequest: no frequency fits.</exception>
    public static SeriesInput Resolve(SeriesInput series, ICollection<string> warnings)
    {
        if (series.Freq != Auto)
        {
            return series;
        }

        if (!TryParseSorted(series.Timestamps, out var dates))
        {
            throw NotInferable(series, "not every timestamp is a date");
        }

        if (FrequencyInference.Infer(dates) is { } alias)
        {
            return series with { Freq = alias };
        }

        var dominant = FrequencyInference.InferDominant(dates)
            ?? throw NotInferable(series, "at least 3 timestamps with mostly equal spacing are needed");
        warnings.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"freq of series '{series.Id}' is taken as '{dominant.Alias}', the spacing of a share of "
                    + $"{dominant.Share:F2} of its timestamps"
            ));
        return series with { Freq = dominant.Alias };
    }

    /// <summary>Reads a column as UTC instants in ascending order.</summary>
    /// <param name="timestamps">The texts.</param>
    /// <param name="ascending">The instants; empty when one of them is no date.</param>
    /// <returns>Whether every text is a date.</returns>
    public static bool TryParseSorted(TimestampColumn timestamps, out DateTime[] ascending)
    {
        ascending = new DateTime[timestamps.Count];
        for (int i = 0; i < ascending.Length; i++)
        {
            if (!TimestampText.TryParse(timestamps.Utf8(i), out ascending[i]))
            {
                ascending = [];
                return false;
            }
        }

        Array.Sort(ascending);
        return true;
    }

    private static TollamaException NotInferable(SeriesInput series, string reason) => new(
        ErrorCode.InvalidRequest,
        $"The freq of series '{series.Id}' cannot be inferred from its {series.Timestamps.Count} timestamps: {reason}. "
        + "Give freq explicitly, such as 'D', 'h' or 'MS'.");
}
