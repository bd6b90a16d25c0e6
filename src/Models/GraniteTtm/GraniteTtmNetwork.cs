using System.Buffers;
using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>The loaded network. Rows do not see each other, so any rows share engine calls.</summary>
internal sealed class GraniteTtmNetwork : LoadedNetwork<GraniteTtmConfig>
{
    // Values of one call (rows × steps × channels): activations are some ten times as much and stay in the caches.
    private const int MostValues = 1 << 16;

    private GraniteTtmNetwork(GraniteTtmConfig config, NetworkSession session)
        : base(config, session)
    {
    }

    /// <summary>The graph of a checkpoint, without intermediate values.</summary>
    public static GraphSpec Describe(GraniteTtmConfig config, SafetensorsCheckpoint checkpoint) =>
        GraniteTtmGraph.Build(config, GraniteTtmWeights.Read(checkpoint, config), hasMask: false, GraphTaps.None);

    /// <summary>Loads a checkpoint folder.</summary>
    /// <inheritdoc cref="NetworkSession.Load"/>
    public static GraniteTtmNetwork Load(
        InferenceEngine engine, string snapshotPath, SessionSettings settings, CancellationToken cancellationToken)
    {
        var config = GraniteTtmConfig.Read(ConfigSection.Open(snapshotPath)).ForTarget();
        var session = NetworkSession.Load(
            engine,
            snapshotPath,
            checkpoint => Describe(config, checkpoint),
            settings,
            cancellationToken);
        return new GraniteTtmNetwork(config, session);
    }

    /// <summary>Computes the first predicted channel of each row.</summary>
    /// <param name="rows">Rows of equal channel count.</param>
    /// <param name="cancellation">Stops between two operators.</param>
    public void Run(IReadOnlyList<TtmRow> rows, CancellationToken cancellation)
    {
        int channels = rows[0].Channels;
        int step = Math.Max(1, MostValues / (Config.Context * channels));
        for (int start = 0; start < rows.Count; start += step)
        {
            RunTogether([.. rows.Skip(start).Take(step)], channels, cancellation);
        }
    }

    private void RunTogether(TtmRow[] rows, int channels, CancellationToken cancellation)
    {
        float[] past = Gather(rows, row => row.Past);
        float[] future = Config.Mixing is null || Config.Exogenous.IsEmpty ? [] : Gather(rows, row => row.Future);
        long[] tokens = [.. rows.Select(row => (long)row.Token)];
        try
        {
            using var pastTensor = TensorValue.Wrap(
                Session.Engine, past.AsMemory(), rows.Length, Config.Context, channels);
            using var futureTensor = future.Length == 0 ? null : TensorValue.Wrap(
                Session.Engine, future.AsMemory(), rows.Length, Config.Horizon, channels);
            using var tokenTensor = TensorValue.Wrap(Session.Engine, tokens.AsMemory(), rows.Length);
            var inputs = new List<NamedTensor>(3) { new(GraniteTtmGraph.Past, pastTensor) };
            if (futureTensor is not null)
            {
                inputs.Add(new NamedTensor(GraniteTtmGraph.Future, futureTensor));
            }

            if (Config.HasPrefix)
            {
                inputs.Add(new NamedTensor(GraniteTtmGraph.Frequency, tokenTensor));
            }

            // Few, whatever the rows: the layers mix along axes of all lengths, and none of them is long.
            using var result = Session.Run([.. inputs], tokens: 0, cancellation);
            Scatter(result[GraniteTtmGraph.Forecast], rows);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(past);
            if (future.Length > 0)
            {
                ArrayPool<float>.Shared.Return(future);
            }
        }
    }

    private static float[] Gather(TtmRow[] rows, Func<TtmRow, float[]> column)
    {
        int length = column(rows[0]).Length;
        float[] all = ArrayPool<float>.Shared.Rent(rows.Length * length);
        for (int i = 0; i < rows.Length; i++)
        {
            column(rows[i]).CopyTo(all, i * length);
        }

        return all;
    }

    private void Scatter(TensorValue forecast, TtmRow[] rows)
    {
        int predicted = (int)forecast.Shape[2];
        var values = forecast.AsSpan<float>();
        for (int i = 0; i < rows.Length; i++)
        {
            for (int t = 0; t < Config.Horizon; t++)
            {
                rows[i].Forecast[t] = values[((i * Config.Horizon) + t) * predicted];
            }
        }
    }
}
