using Tollama.Core.Forecasting;

namespace Tollama.Grains.Pacing;

/// <summary>
/// What the time of forecasts is made of; those of several together is their sum.
/// </summary>
/// <param name="Calls">Calls of the engine.</param>
/// <param name="Rows">Rows: series, and a row for each covariate.</param>
/// <param name="Context">Observations of all rows.</param>
/// <param name="Steps">Steps to forecast of all rows.</param>
/// <param name="Draws">The steps, as often as they are sampled.</param>
internal readonly record struct CallWork(double Calls, double Rows, double Context, double Steps, double Draws)
{
    /// <summary>Terms of it.</summary>
    public const int Terms = 5;

    /// <summary>One call for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="samples">Samples of a series, at least 1.</param>
    /// <param name="mostContext">Observations of a series that count: what exceeds them is cut off.</param>
    public static CallWork Of(ForecastRequest request, int samples, int mostContext)
    {
        double rows = 0;
        double context = 0;
        for (int i = 0; i < request.Series.Count; i++)
        {
            var series = request.Series[i];
            int of = 1 + Math.Max(series.PastCovariates.Count, series.FutureCovariates.Count);
            rows += of;
            context += of * (double)Math.Min(series.Target.Count, mostContext);
        }

        return new CallWork(1, rows, context, rows * request.Horizon, rows * request.Horizon * samples);
    }

    /// <summary>Both.</summary>
    public static CallWork operator +(CallWork one, CallWork other) => new(
        one.Calls + other.Calls,
        one.Rows + other.Rows,
        one.Context + other.Context,
        one.Steps + other.Steps,
        one.Draws + other.Draws);

    /// <summary>Both in one call.</summary>
    public CallWork With(CallWork other) => (this + other) with { Calls = Math.Max(Calls, other.Calls) };

    /// <summary>Whether it is at least the other in every direction.</summary>
    public bool Covers(CallWork other) =>
        Calls >= other.Calls
        && Rows >= other.Rows
        && Context >= other.Context
        && Steps >= other.Steps
        && Draws >= other.Draws;

    /// <summary>The terms.</summary>
    public double[] ToTerms() => [Calls, Rows, Context, Steps, Draws];
}
