using System.Buffers;
using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>The loaded network. Rows do not see each other, so any rows share engine calls.</summary>
internal sealed class ChronosBoltNetwork : IDisposable
{
    // Tokens of one call: enough to keep every core busy, few enough that activations stay small beside the weights.
    private const int MostTokens = 8192;

    private readonly NetworkSession _session;

    private ChronosBoltNetwork(ChronosBoltConfig config, NetworkSession session)
    {
        Config = config;
        _session = session;
    }

    /// <summary>What the checkpoint's config says.</summary>
    public ChronosBoltConfig Config { get; }

    /// <summary>Bytes of the weights as they are loaded.</summary>
    public long WeightBytes => _session.WeightBytes;

    /// <summary>The graph of a checkpoint, without intermediate values.</summary>
    public static GraphSpec Describe(ChronosBoltConfig config, SafetensorsCheckpoint checkpoint) =>
        ChronosBoltGraph.Build(config, ChronosBoltWeights.Read(checkpoint, config), GraphTaps.None);

    /// <summary>Loads a checkpoint folder.</summary>
    /// <inheritdoc cref="NetworkSession.Load"/>
    public static ChronosBoltNetwork Load(
        InferenceEngine engine, string snapshotPath, SessionSettings settings, CancellationToken cancellationToken)
    {
        var config = ChronosBoltConfig.Read(ConfigSection.Open(snapshotPath));
        var session = NetworkSession.Load(
            engine,
            snapshotPath,
            checkpoint => Describe(config, checkpoint),
            settings,
            cancellationToken);
        return new ChronosBoltNetwork(config, session);
    }

    /// <summary>Forecasts rows, in as few engine calls as their lengths allow.</summary>
    /// <param name="rows">Observations of each row, at least one, NaN where missing, no longer than the context.</param>
    /// <param name="cancellationToken">Stops between two operators.</param>
    /// <returns>For each row its quantiles, <c>(levels, h)</c>.</returns>
    public float[][] Run(IReadOnlyList<float[]> rows, CancellationToken cancellationToken)
    {
        // Neighbours in length share a call, so that little of it is padding.
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(i => rows[i].Length)];
        float[][] quantiles = new float[rows.Count][];
        int start = 0;
        for (int end = 1; end <= order.Length; end++)
        {
            bool isFull = end == order.Length || (long)(end + 1 - start) * TokensOf(rows[order[end]]) > MostTokens;
            if (isFull)
            {
                RunTogether(rows, order.AsSpan(start, end - start), quantiles, cancellationToken);
                start = end;
            }
        }

        return quantiles;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void RunTogether(
        IReadOnlyList<float[]> rows, ReadOnlySpan<int> chosen, float[][] quantiles, CancellationToken cancellationToken)
    {
        int length = (TokensOf(rows[chosen[^1]]) - 1) * Config.Patch; // the last one is the longest
        int size = chosen.Length * length;
        float[] context = ArrayPool<float>.Shared.Rent(size);
        try
        {
            context.AsSpan(0, size).Fill(float.NaN);
            for (int i = 0; i < chosen.Length; i++)
            {
                float[] row = rows[chosen[i]];
                row.CopyTo(context.AsSpan(((i + 1) * length) - row.Length));
            }

            using var tensor = TensorValue.Wrap(_session.Engine, context.AsMemory(), chosen.Length, length);
            using var result = _session.Run([new(ChronosBoltGraph.Context, tensor)], cancellationToken);
            var answer = result[ChronosBoltGraph.Quantiles].AsSpan<float>();
            int step = answer.Length / chosen.Length;
            for (int i = 0; i < chosen.Length; i++)
            {
                quantiles[chosen[i]] = answer.Slice(i * step, step).ToArray();
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(context);
        }
    }

    private int TokensOf(float[] row) => ((row.Length + Config.Patch - 1) / Config.Patch) + 1;
}
