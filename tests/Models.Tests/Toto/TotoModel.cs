using Tollama.Models.Toto;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Toto;

/// <summary>A tiny checkpoint, loaded, and rows from recorded tensors.</summary>
internal sealed class TotoModel : IDisposable
{
    private TotoModel(TotoNetwork network) => Network = network;

    /// <summary>The network.</summary>
    public TotoNetwork Network { get; }

    /// <summary>Its config.</summary>
    public TotoConfig Config => Network.Config;

    /// <summary>Loads a checkpoint folder.</summary>
    public static TotoModel Open(string folder) =>
        new(TotoNetwork.Load(Golden.Engine, folder, SessionSettings.Default, CancellationToken.None));

    /// <summary>
    /// The rows of a recorded call: <c>series</c>, <c>padding_mask</c> and <c>id_mask</c>, each (B, V, t).
    /// </summary>
    public TotoRow[] Rows(GoldenTensors golden)
    {
        int[] shape = golden.Shape("series");
        double[][] series = [.. golden.Floats("series").Select(x => (double)x).Chunk(shape[2])];
        float[][] observed = [.. golden.Floats("padding_mask").Chunk(shape[2])];
        float[][] groups = [.. golden.Floats("id_mask").Chunk(shape[2])];
        var rows = new TotoRow[shape[0]];
        for (int b = 0; b < rows.Length; b++)
        {
            int[] places = [.. Enumerable.Range(b * shape[1], shape[1])];
            rows[b] = new TotoRow(
                [.. places.Select(place => TotoVariate.Target(Masked(series[place], observed[place]), Config))],
                [.. places.Select(place => (long)groups[place][0])]);
        }

        return rows;
    }

    public void Dispose() => Network.Dispose();

    private static double[] Masked(double[] values, float[] observed) =>
        [.. values.Select((value, i) => observed[i] != 0 ? value : double.NaN)];
}
