using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Pacing;

/// <summary>
/// How long forecasts of one version of a model take on one device. Options may change what is computed, so that each
/// combination of them has a curve of its own, and so have requests with covariates. Safe for threads: the copy
/// measures, its device reports.
/// </summary>
/// <param name="version">Version of the model.</param>
/// <param name="mostContext">Observations of a series that the model takes.</param>
/// <param name="time">The clock.</param>
internal sealed class ModelPace(string version, int mostContext, TimeProvider time)
{
    private const int MostKinds = 8;
    private const int LongestKind = 256;

    /// <summary>Options that change nothing, or are counted as work.</summary>
    private static readonly string[] Uncounted = ["seed", "num_samples", "return_samples"];

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Kind, PaceCurve Curve)> _curves = new(); // the last used one first
    private readonly long _origin = time.GetTimestamp();

    /// <summary>Version of the model.</summary>
    public string Version { get; } = version;

    /// <summary>What a request is, for the clock.</summary>
    /// <param name="request">The request.</param>
    /// <param name="forecaster">Its model.</param>
    public PacedWork Describe(ForecastRequest request, IForecaster forecaster)
    {
        int samples = forecaster.SamplesOf(request);
        int longest = 0;
        for (int i = 0; i < request.Series.Count; i++)
        {
            longest = Math.Max(longest, request.Series[i].Target.Count);
        }

        return new PacedWork(KindOf(request), CallWork.Of(request, samples, mostContext), longest);
    }

    /// <summary>A call with so much work took so long.</summary>
    public void Observe(PacedWork call, TimeSpan took)
    {
        lock (_lock)
        {
            CurveOf(call.Kind).Observe(call.Work, call.LongestContext, took, Now);
        }
    }

    /// <summary>A call was given up after so long, which it takes at least.</summary>
    public void ObserveGivenUp(PacedWork call, TimeSpan after)
    {
        lock (_lock)
        {
            var curve = CurveOf(call.Kind);
            if (curve.Estimate(call.Work, Now).Likely < after)
            {
                curve.Observe(call.Work, call.LongestContext, after, Now);
            }
        }
    }

    /// <summary>How long a request takes by itself, in one call.</summary>
    /// <param name="request">The request.</param>
    /// <param name="forecaster">Its model.</param>
    public PaceEstimate Estimate(ForecastRequest request, IForecaster forecaster)
    {
        string kind = KindOf(request);
        int samples = forecaster.SamplesOf(request);
        lock (_lock)
        {
            return Find(kind) is { } curve
                ? curve.Estimate(
                    CallWork.Of(request, samples, Math.Min(mostContext, curve.LongestContext)), Now)
                : default;
        }
    }

    /// <summary>How long a call takes.</summary>
    public PaceEstimate Estimate(PacedWork call)
    {
        lock (_lock)
        {
            return Find(call.Kind)?.Estimate(call.Work, Now) ?? default;
        }
    }

    /// <summary>What forecasts of the last kind take, for people; null while nothing is known.</summary>
    public PaceReport? Report()
    {
        lock (_lock)
        {
            return _curves.First?.Value.Curve is { } curve && curve.Factors(Now) is { } factors
                ? new PaceReport(
                    curve.Calls, factors.Calls, factors.Rows, factors.Context, factors.Steps, factors.Draws)
                : null;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_origin);

    private PaceCurve CurveOf(string kind)
    {
        if (Find(kind) is { } known)
        {
            return known;
        }

        if (_curves.Count == MostKinds)
        {
            _curves.RemoveLast();
        }

        return _curves.AddFirst((kind, new PaceCurve())).Value.Curve;
    }

    private PaceCurve? Find(string kind)
    {
        for (var node = _curves.First; node is not null; node = node.Next)
        {
            if (node.Value.Kind == kind)
            {
                _curves.Remove(node);
                _curves.AddFirst(node);
                return node.Value.Curve;
            }
        }

        return null;
    }

    private static string KindOf(ForecastRequest request)
    {
        bool hasCovariates = request.Series.Any(series => series.PastCovariates.Count > 0);
        string covariates = hasCovariates ? "with covariates" : string.Empty;
        if (request.Options.Root.ValueKind != JsonValueKind.Object)
        {
            return covariates;
        }

        var options = request.Options.Root.EnumerateObject()
            .Where(option => !Uncounted.Contains(option.Name, StringComparer.Ordinal))
            .Select(option => $"{option.Name}={option.Value.GetRawText()}")
            .Order(StringComparer.Ordinal);
        string kind = string.Join('&', options.Prepend(covariates));
        return kind.Length <= LongestKind ? kind : kind[..LongestKind];
    }
}
