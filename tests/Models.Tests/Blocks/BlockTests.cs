using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Tests.Blocks;

/// <summary>Each block against a plain loop, through the engine.</summary>
public sealed class BlockTests
{
    private const int Tokens = 3;
    private const int Heads = 2;
    private const int Width = 4;
    private const int Inner = Heads * Width;

    [SkippableFact]
    public void Rotary_embedding_rotates_channel_j_with_channel_j_plus_half_a_head()
    {
        Golden.RequireEngine();
        float[] x = BlockRun.Numbers(Tokens * Inner, seed: 1);

        float[] actual = BlockRun.Compute(graph => RotaryEmbedding
            .Create(graph, Tokens, Width, frequencyBase: 100)
            .Apply(graph.Constant(x, 1, Tokens, Inner)));

        for (int t = 0; t < Tokens; t++)
        {
            for (int c = 0; c < Inner; c++)
            {
                int j = c % Width;
                int pair = j % (Width / 2);
                double angle = t * Math.Pow(100, -2.0 * pair / Width);
                int other = (t * Inner) + c + (j < Width / 2 ? Width / 2 : -Width / 2);
                double sign = j < Width / 2 ? -1 : 1;
                double expected = (x[(t * Inner) + c] * Math.Cos(angle)) + (sign * x[other] * Math.Sin(angle));
                Assert.Equal(expected, actual[(t * Inner) + c], 1e-6);
            }
        }
    }

    [SkippableTheory]
    [InlineData(1, 1, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 0, 0)]
    public void Attention_weighs_visible_keys_by_their_scores(int first, int second, int third)
    {
        Golden.RequireEngine();
        float[] q = BlockRun.Numbers(Tokens * Inner, seed: 2);
        float[] k = BlockRun.Numbers(Tokens * Inner, seed: 3);
        float[] v = BlockRun.Numbers(Tokens * Inner, seed: 4);
        float[] bias = BlockRun.Numbers(Heads * Tokens * Tokens, seed: 5);
        int[] visible = [first, second, third];

        float[] actual = BlockRun.Compute(graph => MultiHeadAttention.Apply(
            graph.Constant(q, 1, Tokens, Inner),
            graph.Constant(k, 1, Tokens, Inner),
            graph.Constant(v, 1, Tokens, Inner),
            Heads,
            scale: 0.5f,
            graph.Constant([.. visible.Select(one => (long)one)], 1, Tokens).Cast(DType.Int32),
            graph.Constant(bias, 1, Heads, Tokens, Tokens)));

        for (int t = 0; t < Tokens; t++)
        {
            for (int h = 0; h < Heads; h++)
            {
                double[] weights = Weights(q, k, bias, visible, t, h);
                for (int j = 0; j < Width; j++)
                {
                    int c = (h * Width) + j;
                    double expected = Enumerable.Range(0, Tokens).Sum(s => weights[s] * v[(s * Inner) + c]);
                    Assert.Equal(expected, actual[(t * Inner) + c], 1e-6);
                }
            }
        }
    }

    [SkippableFact]
    public void Instance_norm_sees_only_what_was_observed()
    {
        Golden.RequireEngine();
        float nan = float.NaN;
        float[] rows = [1, nan, 3, 5, nan, nan, nan, nan, 7, 7, nan, 7];

        float[] actual = BlockRun.Compute(graph =>
        {
            var norm = InstanceNorm.Of(graph.Constant(rows, 3, 4));
            var (ahead, known) = norm.Apply(graph.Constant([3f, nan, 1, nan, 8, 7], 3, 2));
            return graph.Concat(1, norm.Loc, norm.Scale, norm.Normalised, norm.Observed, ahead, known);
        });

        float s = MathF.Sqrt(8f / 3);
        float[] expected =
        [
            3, s, -2 / s, 0, 0, 2 / s, 1, 0, 1, 1, 0, 0, 1, 0,
            0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0,
            7, 1e-5f, 0, 0, 0, 0, 1, 1, 0, 1, 1e5f, 0, 1, 1,
        ];
        Golden.AssertClose("norm", expected, actual, 1e-6, 1e-6);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-7, 7)]
    [InlineData(7, 23)]
    [InlineData(-11, 8)]
    [InlineData(-12, 9)]
    [InlineData(-22, 10)]
    [InlineData(-23, 11)]
    [InlineData(-45, 12)]
    [InlineData(-46, 13)]
    [InlineData(-90, 14)]
    [InlineData(-91, 15)]
    [InlineData(91, 31)]
    [InlineData(-5000, 15)]
    public void Distances_fall_into_the_buckets_of_the_reference(int distance, int bucket) =>
        Assert.Equal(bucket, RelativePositionBias.Bucket(distance, buckets: 32, maxDistance: 128));

    [SkippableFact]
    public void Position_bias_depends_on_key_minus_query()
    {
        Golden.RequireEngine();
        const int count = 12;
        float[] table = [.. Enumerable.Range(0, 16).SelectMany(bucket => new[] { bucket, bucket + 100f })];

        float[] actual = BlockRun.Compute(graph =>
            RelativePositionBias.Apply(graph.Constant(table, 16, 2), count, maxDistance: 9));

        for (int query = 0; query < count; query++)
        {
            for (int key = 0; key < count; key++)
            {
                int bucket = RelativePositionBias.Bucket(key - query, buckets: 16, maxDistance: 9);
                Assert.Equal(bucket, actual[(query * count) + key]);
                Assert.Equal(bucket + 100, actual[(count * count) + (query * count) + key]);
            }
        }
    }

    // With no visible key the weights are equal, not NaN.
    private static double[] Weights(float[] q, float[] k, float[] bias, int[] visible, int token, int head)
    {
        double[] scores = new double[Tokens];
        for (int s = 0; s < Tokens; s++)
        {
            for (int j = head * Width; j < (head + 1) * Width; j++)
            {
                scores[s] += 0.5 * q[(token * Inner) + j] * k[(s * Inner) + j];
            }

            scores[s] += bias[(((head * Tokens) + token) * Tokens) + s];
        }

        bool isBlind = visible.All(one => one == 0);
        double[] powers = [.. scores.Select((score, s) => isBlind ? 1 : visible[s] * Math.Exp(score))];
        return [.. powers.Select(power => power / powers.Sum())];
    }
}
