using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Inference;
using Tollama.Core.Sampling;
using Tollama.Models.Serving;

namespace Tollama.Models.Sundial;

/// <summary>A loaded Sundial: requests in, mean and quantiles of samples out.</summary>
internal sealed class SundialForecaster : NetworkForecaster<SundialJob>
{
    private readonly SundialConfig _config;
    private readonly SundialLimits _limits;
    private readonly SundialDecoder _decoder;

    public SundialForecaster(SundialNetwork network, SundialLimits limits, ForecasterTraits traits)
        : base(network, traits)
    {
        _config = network.Config;
        _limits = limits;
        _decoder = new SundialDecoder(network);
    }

    /// <inheritdoc/>
    public override ForecastRequest? Separate(ForecastRequest request)
    {
        var sampling = SundialRequest.Sampling(request, _limits);
        ForecastBudget.RequireAnswer(request, sampling.Samples);
        return request with { Options = request.Options.With(SamplingOptions.SeedName, sampling.Seed) };
    }

    /// <inheritdoc/>
    public override int SamplesOf(ForecastRequest request) => SundialRequest.Sampling(request, _limits).Samples;

    /// <inheritdoc/>
    protected override double Bytes(SundialJob job) => ForecastBudget.AnswerBytes(job.Request, job.Sampling.Samples);

    /// <inheritdoc/>
    protected override SundialJob Prepare(ForecastRequest request)
    {
        SundialRequest.Check(request, _limits with { Horizon = _config.LongestHorizon(_limits.Horizon) });
        return new SundialJob
        {
            Request = request,
            Sampling = SundialRequest.Sampling(request, _limits),
            Rows = [.. request.Series.Select(Row)],
        };
    }

    private SundialRow Row(SeriesInput series)
    {
        var target = series.Target.Span;
        return new SundialRow(target[Math.Max(0, target.Length - _limits.Context)..], _config.Patch);
    }

    /// <summary>Rows of equally many tokens, samples and steps share calls, whichever request they belong to.</summary>
    protected override void Run(IReadOnlyList<SundialJob> jobs, CancellationToken cancellation)
    {
        foreach (var job in jobs)
        {
            job.Samples = new SampleSet[job.Rows.Count];
        }

        var rows = jobs.SelectMany(job => job.Rows.Select((row, index) => (Job: job, Row: row, Index: index)));
        var groups = rows.GroupBy(each => (each.Row.Tokens, each.Job.Sampling.Samples, each.Job.Request.Horizon));
        foreach (var group in groups)
        {
            var members = group.ToArray();
            SeriesNoise[] noise = [.. members.Select(each =>
                new SeriesNoise(each.Job.Sampling.Seed, each.Job.Request.Series[each.Index].Id))];
            float[][] samples = _decoder.Sample(
                [.. members.Select(each => each.Row)],
                group.Key.Horizon,
                group.Key.Samples,
                (row, block, first, values) => FillNoise(noise[row], block, first, values),
                cancellation);
            for (int i = 0; i < members.Length; i++)
            {
                members[i].Job.Samples[members[i].Index] = new SampleSet(samples[i], group.Key.Samples);
            }
        }
    }

    private void FillNoise(SeriesNoise noise, int block, int first, Span<float> values)
    {
        for (int sample = 0; sample < values.Length / _config.Block; sample++)
        {
            var stream = noise.At(first + sample, block);
            stream.FillNormal(values.Slice(sample * _config.Block, _config.Block));
        }
    }

    /// <inheritdoc/>
    protected override ForecastResult Finish(SundialJob job)
    {
        var columns = new ForecastColumns(job.Request, hasQuantiles: true);
        for (int i = 0; i < job.Rows.Count; i++)
        {
            var series = job.Request.Series[i];
            var samples = job.Samples[i];
            columns.Add(series, FutureGrid.FirstStep(series), block =>
            {
                samples.Mean(block.Mean);
                samples.Quantiles(block.Quantiles, [.. job.Request.Quantiles]);
            });
        }

        var usage = new JsonObject
        {
            ["implementation"] = "sundial_base",
            ["num_samples"] = job.Sampling.Samples,
            ["seed"] = job.Sampling.Seed,
        };
        if (job.Sampling.ReturnsSamples)
        {
            usage["samples"] = new JsonArray([.. job.Samples.Select(set => (JsonNode)set.ToJson())]);
        }

        return columns.ToResult() with { Usage = usage };
    }
}
