using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Pacing;

namespace Tollama.Grains.Replicas;

/// <summary>
/// Refuses a request that its time limit cannot hold before engine time is spent on it, by what its model's calls took
/// so far. A model that was never measured refuses nothing; nor is a request refused that might just fit.
/// </summary>
internal sealed class TimeLimitRule(IForecaster forecaster, ModelPace pace, int mostSeries)
{
    /// <summary>A limit must be exceeded by a half: a forecast that is refused would have failed.</summary>
    public const double Margin = 1.5;


    /// <summary>What a busy machine may add to a call by letting it wait for a processor.</summary>
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(100);

    private const string SampleCount = "num_samples";

    /// <summary>Checks a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wait">What passes before it starts.</param>
    /// <param name="limit">Time that is left for it.</param>
    /// <param name="atOnce">Parts of it that are computed at once.</param>
    /// <exception cref="TollamaException">
    /// DeadlineUnmet: names the estimate, the limit, and the numbers of series, steps or samples that would fit.
    /// </exception>
    public void Require(ForecastRequest request, PaceEstimate wait, TimeSpan limit, int atOnce)
    {
        var own = Estimate(request, atOnce);
        var least = (wait + own).Least;
        if (least <= TimeSpan.Zero || least <= (limit * Margin) + Jitter)
        {
            return;
        }

        string before = wait.Likely > TimeSpan.Zero ? $", and {Text(wait.Likely)} more pass before it starts" : "";
        string remedy = own.Likely <= limit
            ? "retry later, or set a larger timeout"
            : $"{Fitting(request, limit - wait.Likely, atOnce)}send less, or set a larger timeout";
        throw new TollamaException(
            ErrorCode.DeadlineUnmet,
            $"Model '{request.Model}' would take about {Text(own.Likely)} for {Size(request)}{before}; "
                + $"{Text(limit)} are left of the time limit: {remedy}.")
        {
            RetryAfter = own.Likely <= limit ? wait.Likely : null,
        };
    }

    /// <summary>How long a request takes: in one call, or in parts where its series are computed apart.</summary>
    private PaceEstimate Estimate(ForecastRequest request, int atOnce)
    {
        if (request.Series.Count <= mostSeries || forecaster.Separate(request) is null)
        {
            return pace.Estimate(request, forecaster);
        }

        var sum = RequestParts.Cut(request, mostSeries)
            .Aggregate(default(PaceEstimate), (all, part) => all + pace.Estimate(part, forecaster));
        return new PaceEstimate(sum.Likely / atOnce, sum.Least / atOnce);
    }

    /// <summary>The numbers that would fit, each with all else as it is.</summary>
    private string Fitting(ForecastRequest request, TimeSpan limit, int atOnce)
    {
        int samples = forecaster.SamplesOf(request);
        (string What, int Count, Func<int, ForecastRequest> With)[] ways =
        [
            ("series", request.Series.Count, count => request with { Series = [.. request.Series.Take(count)] }),
            ("steps", request.Horizon, count => request with { Horizon = count }),
            ("samples", samples, count => request with { Options = request.Options.With(SampleCount, count) }),
        ];
        string[] fits = [.. ways
            .Select(way => (
                way.What,
                Most: Most(way.Count, count => Estimate(way.With(count), atOnce).Likely <= limit)))
            .Where(way => way.Most > 0)
            .Select(way => Invariant($"{way.Most} {way.What}"))];
        return fits.Length == 0 ? string.Empty : $"at most {string.Join(", or ", fits)} fit; ";
    }

    /// <summary>The largest number below a count that fits; 0 for none.</summary>
    private static int Most(int count, Func<int, bool> fits)
    {
        int most = 0;
        for (int above = count; above - most > 1;)
        {
            int middle = most + ((above - most) / 2);
            (most, above) = fits(middle) ? (middle, above) : (most, middle);
        }

        return most;
    }

    private string Size(ForecastRequest request)
    {
        int samples = forecaster.SamplesOf(request);
        string sampled = samples > 1 ? Invariant($" and {samples} samples") : string.Empty;
        return Invariant($"{request.Series.Count} series, {request.Horizon} steps") + sampled;
    }

    private static string Text(TimeSpan time) => time.TotalSeconds < 10
        ? Invariant($"{Math.Max(0, time.TotalSeconds):0.##} s")
        : Invariant($"{time.TotalSeconds:0} s");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
