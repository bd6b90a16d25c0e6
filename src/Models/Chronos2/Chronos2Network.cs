using System.Buffers;
using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Models.Serving;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Chronos2;

/// <summary>The loaded network. Tasks with the same number of rows and of patches ahead share engine calls.</summary>
internal sealed class Chronos2Network : LoadedNetwork<Chronos2Config>
{
    // Tokens of one call: enough to keep every core busy, few enough that activations stay small beside the weights.
    private const int MostTokens = 8192;

    private readonly CallPlan _plan;

    private Chronos2Network(Chronos2Config config, NetworkSession session, NetworkOptions options)
        : base(config, session) => _plan = new CallPlan(MostTokens, options.SequenceBuckets);

    /// <summary>The graph of a checkpoint, without intermediate values.</summary>
    public static GraphSpec Describe(Chronos2Config config, SafetensorsCheckpoint checkpoint) =>
        Chronos2Graph.Build(config, Chronos2Weights.Read(checkpoint, config), GraphTaps.None);

    /// <summary>Loads a checkpoint folder.</summary>
    /// <inheritdoc cref="NetworkSession.Load"/>
    /// <param name="engine">The engine.</param>
    /// <param name="snapshotPath">The folder.</param>
    /// <param name="settings">How to make the session.</param>
    /// <param name="cancellationToken">Gives up loading.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    public static Chronos2Network Load(
        InferenceEngine engine,
        string snapshotPath,
        SessionSettings settings,
        CancellationToken cancellationToken,
        NetworkOptions? options = null)
    {
        var config = Chronos2Config.Read(ConfigSection.Open(snapshotPath));
        var session = NetworkSession.Load(
            engine,
            snapshotPath,
            checkpoint => Describe(config, checkpoint),
            settings,
            cancellationToken);
        return new Chronos2Network(config, session, options ?? NetworkOptions.Default);
    }

    /// <summary>Runs passes, in as few engine calls as their shapes allow, and stores the answer in each.</summary>
    public void Run(IReadOnlyList<Chronos2Pass> passes, CancellationToken cancellation)
    {
        foreach (var alike in passes.GroupBy(pass => (pass.Variates, pass.Patches)))
        {
            foreach (var call in _plan.Calls(alike, PatchesOf, TokensOf))
            {
                RunTogether(call, cancellation);
            }
        }
    }

    private int TokensOf(Chronos2Pass pass) =>
        pass.Variates * (Config.Patching.CountOf(PatchesOf(pass)) + 1 + pass.Patches);

    private void RunTogether(Chronos2Pass[] passes, CancellationToken cancellation)
    {
        int rows = passes.Length * passes[0].Variates;
        int contextLength = passes.Max(PatchesOf) * Config.Patch;
        int futureLength = passes[0].Patches * Config.Patch;
        float[] context = ArrayPool<float>.Shared.Rent(rows * contextLength);
        float[] future = ArrayPool<float>.Shared.Rent(rows * futureLength);
        try
        {
            Fill(passes, context.AsSpan(0, rows * contextLength), future.AsSpan(0, rows * futureLength));
            using var contextTensor = TensorValue.Wrap(
                Session.Engine, context.AsMemory(), passes.Length, passes[0].Variates, contextLength);
            using var futureTensor = TensorValue.Wrap(
                Session.Engine, future.AsMemory(), passes.Length, passes[0].Variates, futureLength);
            using var result = Session.Run(
                [new(Chronos2Graph.Context, contextTensor), new(Chronos2Graph.Future, futureTensor)],
                passes.Sum(pass => (long)TokensOf(pass)),
                cancellation);
            HandOut(result[Chronos2Graph.Quantiles].AsSpan<float>(), passes);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(context);
            ArrayPool<float>.Shared.Return(future);
        }
    }

    private static void Fill(Chronos2Pass[] passes, Span<float> context, Span<float> future)
    {
        int rows = passes.Length * passes[0].Variates;
        int contextLength = context.Length / rows;
        int futureLength = future.Length / rows;
        context.Fill(float.NaN);
        future.Fill(float.NaN);
        int row = 0;
        foreach (var pass in passes)
        {
            for (int v = 0; v < pass.Variates; v++, row++)
            {
                pass.Context[v].CopyTo(context[((row + 1) * contextLength - pass.Length)..]);
                var known = pass.Future[v].Span;
                known[..Math.Min(known.Length, futureLength)].CopyTo(future[(row * futureLength)..]);
            }
        }
    }

    private static void HandOut(ReadOnlySpan<float> quantiles, Chronos2Pass[] passes)
    {
        int size = quantiles.Length / passes.Length;
        for (int i = 0; i < passes.Length; i++)
        {
            passes[i].Quantiles = quantiles.Slice(i * size, size).ToArray();
        }
    }

    private int PatchesOf(Chronos2Pass pass) => (pass.Length + Config.Patch - 1) / Config.Patch;
}
