using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Models.Serving;

namespace Tollama.Models.ChronosBolt;

/// <summary>A prepared request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Series">Its series, rows in order of time.</param>
/// <param name="Targets">Their observations in single precision.</param>
internal sealed record ChronosBoltJob(
    ForecastRequest Request, IReadOnlyList<SeriesInput> Series, IReadOnlyList<float[]> Targets)
{
    /// <summary>
    /// Each series' forecast at each trained level, <c>(levels, horizon)</c>, once the job has run; else empty.
    /// </summary>
    public IReadOnlyList<float[][]> Quantiles { get; set; } = [];

    /// <summary>Turns a request into rows.</summary>
    /// <exception cref="Core.Errors.TollamaException">BadRequest: a freq or timestamp that cannot be used.</exception>
    public static ChronosBoltJob Prepare(ForecastRequest request)
    {
        Check(request);
        SeriesInput[] series = [.. request.Series.Select(SeriesOrder.ByTime)];
        return new ChronosBoltJob(request, series, [.. series.Select(Single)]);
    }

    /// <summary>Refuses what no checkpoint can forecast.</summary>
    /// <exception cref="Core.Errors.TollamaException">BadRequest: a freq or timestamp that cannot be used.</exception>
    public static void Check(ForecastRequest request)
    {
        foreach (var series in request.Series)
        {
            FutureGrid.FirstStep(series); // throws for a freq or timestamp that cannot be used
        }
    }

    private static float[] Single(SeriesInput series)
    {
        float[] target = new float[series.Target.Count];
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (float)series.Target.Span[i];
        }

        return target;
    }
}
