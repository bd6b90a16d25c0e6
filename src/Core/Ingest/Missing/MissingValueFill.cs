using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire.Requests;

namespace Tollama.Core.Ingest.Missing;

/// <summary>
/// Puts a series on its regular grid and fills what is missing (contract/http-api §18.4): ends from their nearest
/// value, the inside by the method that is asked for.
/// </summary>
internal static class MissingValueFill
{
    private const string Automatic = "auto";
    private const string Spline = "bspline";
    private const string Linear = "linear";
    private const string Seasonal = "seasonal";

    /// <summary>Fills one series.</summary>
    /// <param name="raw">Its rows.</param>
    /// <param name="options">How, and how much may be missing.</param>
    /// <param name="budget">Points that the table's grids may still have.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: no dates, no frequency, or more missing than allowed.
    /// </exception>
    public static (SeriesInput Series, MissingValueReport Report) Run(
        RawSeries raw, MissingValueOptions options, GridBudget budget)
    {
        var warnings = new List<string>();
        var grid = RegularGrid.Of(raw, options, budget, warnings);
        double[] values = grid.Values;
        int missing = values.Count(double.IsNaN);
        int gap = LongestGap(values);
        double ratio = (double)missing / values.Length;
        CheckLimits(raw, options, missing, values.Length, gap);
        string used = missing == 0 ? "none" : Fill(raw, values, options, warnings);
        var series = new SeriesInput
        {
            Id = raw.Id,
            Freq = grid.Freq,
            Timestamps = TimestampColumn.FromStrings(grid.Timestamps),
            Target = new NumberColumn(values),
        };
        return (series, new MissingValueReport
        {
            Id = raw.Id,
            OriginalRowCount = raw.Target.Length,
            RegularizedRowCount = values.Length,
            RawNullTargetCount = raw.Target.Count(double.IsNaN),
            MissingTimestampCount = grid.AbsentCount,
            ImputedPointCount = missing,
            MaxGap = gap,
            MissingRatio = ratio,
            RequestedMethod = options.Method,
            UsedMethod = used,
            Warnings = warnings,
        });
    }

    /// <summary>The share as people compare it with a limit.</summary>
    public static string Share(double share) => share.ToString("0.####", CultureInfo.InvariantCulture);

    private static void CheckLimits(RawSeries raw, MissingValueOptions options, int missing, int count, int gap)
    {
        if (missing == count)
        {
            throw Invalid($"Series '{raw.Id}' has no target value at all; remove it or fill it.");
        }

        if ((double)missing / count > options.MaximumMissingRatio)
        {
            throw Invalid(
                $"Series '{raw.Id}' misses a share of {Share((double)missing / count)} of its points; at most "
                + $"{Share(options.MaximumMissingRatio)} is allowed (max_missing_ratio).");
        }

        if (gap > options.MaximumGap)
        {
            throw Invalid(
                $"Series '{raw.Id}' misses {gap} points in a row; at most {options.MaximumGap} are allowed (max_gap).");
        }
    }

    private static string Fill(RawSeries raw, double[] values, MissingValueOptions options, List<string> warnings)
    {
        int filled = FillEnds(values);
        if (filled > 0 && options.EdgeStrategy == "reject")
        {
            throw Invalid(
                $"Series '{raw.Id}' misses {filled} points at its ends; set edge_strategy to nearest, or cut them off."
            );
        }

        if (filled > 0)
        {
            warnings.Add($"{filled} missing points at the ends were filled with the nearest value");
        }

        return values.Any(double.IsNaN) ? FillInside(values, options, warnings) : "nearest";
    }

    private static string FillInside(double[] values, MissingValueOptions options, List<string> warnings)
    {
        if (options.Method == Seasonal)
        {
            if ((options.SeasonalPeriod ?? InteriorFill.DominantPeriod(values)) is > 1 and var period)
            {
                InteriorFill.Seasonal(values, period);
            }

            InteriorFill.Linear(values); // phases without an observation, or no season at all
            return Seasonal;
        }

        if (options.Method is Automatic or Spline)
        {
            int observed = values.Count(value => !double.IsNaN(value));
            if (observed >= InteriorFill.FewestSplinePoints && InteriorFill.TrySpline(values))
            {
                return Spline;
            }

            warnings.Add(
                $"a spline needs at least {InteriorFill.FewestSplinePoints} observed points of moderate size, of which "
                    + "there "
                + $"are {observed}; filled with straight lines");
        }

        InteriorFill.Linear(values);
        return Linear;
    }

    /// <summary>Copies the first and the last observed value outwards; how many points that filled.</summary>
    private static int FillEnds(double[] values)
    {
        int first = Array.FindIndex(values, value => !double.IsNaN(value));
        int last = Array.FindLastIndex(values, value => !double.IsNaN(value));
        values.AsSpan(0, first).Fill(values[first]);
        values.AsSpan(last + 1).Fill(values[last]);
        return first + values.Length - 1 - last;
    }

    private static int LongestGap(double[] values)
    {
        int longest = 0;
        int run = 0;
        foreach (double value in values)
        {
            run = double.IsNaN(value) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static TollamaException Invalid(string message) => new(ErrorCode.InvalidRequest, message);
}
