using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Core.Sampling;
using Tollama.Models.Serving;

namespace Tollama.Models.Toto;

/// <summary>A loaded Toto: requests in, median and quantiles of samples out, or the path of the mean.</summary>
internal sealed class TotoForecaster : NetworkForecaster<TotoJob>
{
    private readonly TotoNetwork _network;
    private readonly TotoLimits _limits;
    private readonly TotoDecoder _decoder;

    public TotoForecaster(TotoNetwork network, TotoLimits limits, ForecasterTraits traits)
        : base(network, traits)
    {
        _network = network;
        _limits = limits;
        _decoder = new TotoDecoder(network);
    }

    /// <inheritdoc/>
    public override ForecastRequest? Separate(ForecastRequest request)
    {
        var options = TotoOptions.Read(request, _limits);
        ForecastBudget.RequireAnswer(request, options.FollowsMean ? 1 : options.Sampling.Samples);
        return request with { Options = request.Options.With(SamplingOptions.SeedName, options.Sampling.Seed) };
    }

    /// <inheritdoc/>
    public override int SamplesOf(ForecastRequest request) =>
        TotoOptions.Read(request, _limits) is { FollowsMean: false } options ? options.Sampling.Samples : 1;

    /// <inheritdoc/>
    protected override double Bytes(TotoJob job) => ForecastBudget.AnswerBytes(job.Request, job.Plan.Samples);

    /// <inheritdoc/>
    protected override TotoJob Prepare(ForecastRequest request)
    {
        TotoOptions.CheckDevice(request, Traits.Device);
        return TotoRequest.Pack(request, _limits, _network.Config, _network.HasLabels);
    }

    /// <summary>
    /// Rows of equally many patches and variates share calls, whichever request they belong to; padding would be
    /// visible to the network (models/toto §5).
    /// </summary>
    protected override void Run(IReadOnlyList<TotoJob> jobs, CancellationToken cancellation)
    {
        foreach (var job in jobs)
        {
            job.Samples = new SampleSet[job.Rows.Count];
        }

        var rows = jobs.SelectMany(job => job.Rows.Select((row, index) => (Job: job, Row: row, Index: index)));
        var groups = rows.GroupBy(each =>
            (each.Row.Patches, each.Row.Variates.Count, each.Row.Forecast, each.Job.Plan, each.Job.Options.FollowsMean)
        );
        foreach (var group in groups)
        {
            var members = group.ToArray();
            SeriesNoise[] noise = [.. members.Select(each =>
                new SeriesNoise(each.Job.Options.Sampling.Seed, each.Job.Request.Series[each.Index].Id))];
            float[][][] continuations = _decoder.Forecast(
                [.. members.Select(each => each.Row)],
                group.Key.Plan,
                group.Key.FollowsMean
                    ? null
                    : (row, sample, step, uniforms) => Fill(noise[row].At(sample, step), uniforms),
                cancellation);
            for (int i = 0; i < members.Length; i++)
            {
                members[i].Job.Samples[members[i].Index] = new SampleSet(continuations[i][0], group.Key.Plan.Samples);
            }
        }
    }

    private static void Fill(NoiseStream stream, Span<double> uniforms)
    {
        foreach (ref double uniform in uniforms)
        {
            uniform = stream.NextUniform();
        }
    }

    /// <inheritdoc/>
    protected override ForecastResult Finish(TotoJob job)
    {
        var columns = new ForecastColumns(job.Request, hasQuantiles: !job.Options.FollowsMean);
        for (int i = 0; i < job.Rows.Count; i++)
        {
            var samples = job.Samples[i];
            columns.Add(
                job.Request.Series[i],
                job.Starts[i],
                block => samples.Quantiles(block.All, [0.5, .. job.Request.Quantiles.Take(block.Levels)]));
        }

        return columns.ToResult() with { Warnings = job.Warnings, Usage = Usage(job) };
    }

    private static JsonObject Usage(TotoJob job)
    {
        var usage = new JsonObject
        {
            ["implementation"] = TotoFamily.Implementation,
            ["use_kv_cache"] = job.Options.UsesCache,
        };
        if (job.Options.FollowsMean)
        {
            usage["mean_path"] = true;
            return usage;
        }

        usage["num_samples"] = job.Options.Sampling.Samples;
        usage["samples_per_batch"] = job.Options.SamplesPerBatch;
        usage["seed"] = job.Options.Sampling.Seed;
        if (job.Options.Sampling.ReturnsSamples)
        {
            usage["samples"] = new JsonArray([.. job.Samples.Select(set => (JsonNode)set.ToJson())]);
        }

        return usage;
    }
}
