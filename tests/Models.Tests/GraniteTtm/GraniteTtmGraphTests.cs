using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Models.GraniteTtm;
using Tollama.Onnx.Encoding;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Tests.GraniteTtm;

public sealed class GraniteTtmGraphTests
{
    /// <summary>
    /// Intermediate values under the names that the recordings give them, in the order of the computation.
    /// </summary>
    private static readonly string[] Taps =
    [
        "scaled", "patches", "patch_embedding", "prefix_token", "mixer_input", "encoder.block0", "encoder.block1",
        "encoder.block2", "backbone_hidden_state", "decoder.adapter", "decoder.block0", "decoder_hidden_state",
        "head.base", "fcm.windows", "fcm.exog_mixer", "fcm.fcm_gating_block",
    ];

    [SkippableTheory]
    [InlineData("plain")]
    [InlineData("plain-multivariate")]
    [InlineData("prefix")]
    [InlineData("g52-16")]
    [InlineData("exog-fcm")]
    [InlineData("exog-fcm-nomixer")]
    [InlineData("all-switches")]
    [InlineData("batchnorm-meanscale")]
    [InlineData("nodecoder-noscale")]
    public void Gives_the_tensors_of_the_official_network(string name)
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("granite", name);
        string folder = golden.Checkpoint("granite");
        var config = GraniteTtmConfig.Read(ConfigSection.Open(folder));
        using var checkpoint = SafetensorsCheckpoint.Open(folder);
        var taps = Taps.Where(golden.Has).ToHashSet();
        var graph = GraniteTtmGraph.Build(
            config, GraniteTtmWeights.Read(checkpoint, config), hasMask: true, new GraphTaps(taps));
        using var session = Golden.Engine.CreateSession(
            ModelWriter.Write(graph), checkpoint, SessionSettings.Default, CancellationToken.None);

        var inputs = Inputs(golden, session);
        using var result = session.Run([.. inputs], CancellationToken.None);

        int rows = golden.Shape("past_values")[0];
        foreach (string tap in Taps.Where(taps.Contains))
        {
            Compare(tap, golden.Floats(tap), result[tap], rows);
        }

        Compare("prediction_outputs", golden.Floats("prediction_outputs"), result[GraniteTtmGraph.Forecast], rows);
        inputs.ForEach(input => input.Value.Dispose());
    }

    private static List<NamedTensor> Inputs(GoldenTensors golden, Session session)
    {
        var sources = new (string Input, string Tensor, bool IsInteger)[]
        {
            (GraniteTtmGraph.Past, "past_values", false),
            (GraniteTtmGraph.Observed, "past_observed_mask", false),
            (GraniteTtmGraph.Future, "future_values", false),
            (GraniteTtmGraph.Frequency, "freq_token", true),
            (GraniteTtmGraph.Statics, "static_categorical_values", true),
        };
        var inputs = new List<NamedTensor>();
        foreach (var (input, tensor, isInteger) in sources)
        {
            if (!session.Inputs.Any(info => info.Name == input))
            {
                continue;
            }

            float[] values = golden.Floats(tensor);
            long[] shape = [.. golden.Shape(tensor).Select(size => (long)size)];
            if (input == GraniteTtmGraph.Future)
            {
                long horizon = session.Inputs.Single(info => info.Name == input).Shape[1];
                int row = (int)(shape[1] * shape[2]);
                values = [.. values.Chunk(row).SelectMany(chunk => chunk.Take((int)(horizon * shape[2])))];
                shape[1] = horizon;
            }

            inputs.Add(new NamedTensor(input, isInteger
                ? TensorValue.Wrap<long>(Golden.Engine, values.Select(value => (long)value).ToArray(), shape)
                : TensorValue.Wrap<float>(Golden.Engine, values, shape)));
        }

        return inputs;
    }

    /// <summary>Row by row, as rows differ in magnitude by ten orders.</summary>
    private static void Compare(string what, float[] expected, TensorValue tensor, int rows)
    {
        float[] actual = tensor.AsSpan<float>().ToArray();
        Assert.Equal(expected.Length, actual.Length);
        int size = expected.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            var reference = expected.AsSpan(row * size, size);
            double room = 1e-4 * reference.ToArray().Max(Math.Abs);
            Golden.AssertClose($"{what}, row {row}", reference, actual.AsSpan(row * size, size), room, 0);
        }
    }
}
