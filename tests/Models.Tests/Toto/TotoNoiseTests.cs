using Tollama.Models.Toto;

namespace Tollama.Models.Tests.Toto;

public sealed class TotoNoiseTests
{
    [SkippableTheory]
    [InlineData("noise-base")]
    [InlineData("noise-base-rollout")]
    [InlineData("noise-multivariate-missing")]
    [InlineData("noise-multivariate-no-cache")]
    [InlineData("noise-space-first")]
    [InlineData("noise-student-t")]
    public void Given_uniform_numbers_give_the_official_trajectories(string name)
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("toto", name);
        using var model = TotoModel.Open(golden.Checkpoint("toto"));
        int[] shape = golden.Shape("trajectories"); // (1, V, h, N)
        var (variates, horizon, samples) = (shape[1], shape[2], shape[3]);
        int drawn = golden.Shape("u_1")[2];
        float[][] uniforms =
        [
            .. new[] { "u_c", "u_1", "u_2" }.Select(part => golden.Has(part) ? golden.Floats(part) : []),
        ];
        var plan = new TotoPlan(horizon, samples, golden.Call.GetProperty("use_kv_cache").GetBoolean());

        float[][] ours = new TotoDecoder(model.Network).Forecast(
            model.Rows(golden),
            plan,
            (_, sample, step, to) =>
            {
                for (int v = 0; v < variates; v++)
                {
                    int place = (((sample * variates) + v) * drawn) + step;
                    for (int part = 0; part < 3; part++)
                    {
                        to[(v * 3) + part] = uniforms[part].Length > 0 ? uniforms[part][place] : 0.5;
                    }
                }
            },
            CancellationToken.None)[0];

        float[][] expected = [.. golden.Floats("trajectories").Chunk(horizon * samples)];
        for (int v = 0; v < variates; v++)
        {
            double room = golden.Call.GetProperty("tolerance").GetDouble() * (expected[v].Max() - expected[v].Min());
            Golden.AssertClose($"variate {v}", expected[v], Transposed(ours[v], samples), room, 0);
        }
    }

    /// <summary>(samples, horizon) as (horizon, samples).</summary>
    private static float[] Transposed(float[] values, int samples)
    {
        int horizon = values.Length / samples;
        return [.. Enumerable.Range(0, values.Length).Select(i => values[(i % samples * horizon) + (i / samples)])];
    }
}
