using System.Buffers;
using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Models.Serving;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>The loaded network. Rows do not see each other, so any rows share engine calls.</summary>
internal sealed class ChronosBoltNetwork : LoadedNetwork<ChronosBoltConfig>
{
    // Tokens of one call: enough to keep every core busy, few enough that activations stay small beside the weights.
    private const int MostTokens = 8192;

    private readonly CallPlan _plan;

    private ChronosBoltNetwork(ChronosBoltConfig config, NetworkSession session, NetworkOptions options)
        : base(config, session) => _plan = new CallPlan(MostTokens, options.SequenceBuckets);

    /// <summary>The graph of a checkpoint, without intermediate values.</summary>
    public static GraphSpec Describe(ChronosBoltConfig config, SafetensorsCheckpoint checkpoint) =>
        ChronosBoltGraph.Build(config, ChronosBoltWeights.Read(checkpoint, config), GraphTaps.None);

    /// <summary>Loads a checkpoint folder.</summary>
    /// <inheritdoc cref="NetworkSession.Load"/>
    /// <param name="engine">The engine.</param>
    /// <param name="snapshotPath">The folder.</param>
    /// <param name="settings">How to make the session.</param>
    /// <param name="cancellationToken">Gives up loading.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    public static ChronosBoltNetwork Load(
        InferenceEngine engine,
        string snapshotPath,
        SessionSettings settings,
        CancellationToken cancellationToken,
        NetworkOptions? options = null)
    {
        var config = ChronosBoltConfig.Read(ConfigSection.Open(snapshotPath));
        var session = NetworkSession.Load(
            engine,
            snapshotPath,
            checkpoint => Describe(config, checkpoint),
            settings,
            cancellationToken);
        return new ChronosBoltNetwork(config, session, options ?? NetworkOptions.Default);
    }

    /// <summary>Forecasts rows, in as few engine calls as their lengths allow.</summary>
    /// <param name="rows">
    /// Observations of each row, at least one, NaN where missing, no longer than the context.
    /// </param>
    /// <param name="cancellation">Stops between two operators.</param>
    /// <returns>For each row its quantiles, <c>(levels, h)</c>.</returns>
    public float[][] Run(IReadOnlyList<float[]> rows, CancellationToken cancellation)
    {
        float[][] quantiles = new float[rows.Count][];
        foreach (
            int[] call in _plan.Calls(
                Enumerable.Range(0, rows.Count),
                i => PatchesOf(rows[i]),
                i => Config.Patching.CountOf(PatchesOf(rows[i])) + 1))
        {
            RunTogether(rows, call, quantiles, cancellation);
        }

        return quantiles;
    }

    private void RunTogether(
        IReadOnlyList<float[]> rows, int[] chosen, float[][] quantiles, CancellationToken cancellation)
    {
        int length = PatchesOf(rows[chosen[^1]]) * Config.Patch; // the last one is the longest
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

            using var tensor = TensorValue.Wrap(Session.Engine, context.AsMemory(), chosen.Length, length);
            long tokens = (long)chosen.Length * (Config.Patching.CountOf(length / Config.Patch) + 1);
            using var result = Session.Run([new(ChronosBoltGraph.Context, tensor)], tokens, cancellation);
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

    private int PatchesOf(float[] row) => (row.Length + Config.Patch - 1) / Config.Patch;
}
