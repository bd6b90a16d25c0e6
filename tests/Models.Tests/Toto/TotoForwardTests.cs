using Tollama.Models.Toto;

namespace Tollama.Models.Tests.Toto;

public sealed class TotoForwardTests
{
    [SkippableTheory]
    [InlineData("small-batch-missing")]
    [InlineData("small-no-cache")]
    [InlineData("space-first")]
    [InlineData("student-t")]
    [InlineData("time-only")]
    [InlineData("clamp")]
    public void Three_calls_give_the_official_distributions(string name)
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("toto", name);
        using var model = TotoModel.Open(golden.Checkpoint("toto"));
        bool usesCache = golden.Call.GetProperty("use_kv_cache").GetBoolean();
        var rows = model.Rows(golden);
        AssertScaling(golden, rows);

        CausalScaler[] scalers = [.. rows.SelectMany(row => row.Variates.Select(variate => variate.Scaler))];
        using var history = model.Network.Run(
            TotoCall.History(rows, model.Config, model.Network.HasLabels), past: null, CancellationToken.None);
        AssertDistributions(golden, 0, history, model.Config);
        using var first = Continue(history, 0);
        using var second = Continue(first, 1);

        TotoPass Continue(TotoPass last, int block)
        {
            float[] patches = golden.Floats($"fed_{block + 1}");
            Feed(patches, scalers, model.Config.Patch);
            var call = TotoCall.Continuation(rows, patches, history.Tokens, block, usesCache, model.Config);
            var pass = model.Network.Run(call, last, CancellationToken.None);
            AssertDistributions(golden, block + 1, pass, model.Config);
            AssertClose(golden, $"loc_{block + 1}", [.. scalers.Select(scaler => scaler.Location)]);
            AssertClose(golden, $"scale_{block + 1}", [.. scalers.Select(scaler => scaler.Scale)]);
            return pass;
        }
    }

    private static void Feed(float[] patches, CausalScaler[] scalers, int width)
    {
        for (int place = 0; place < scalers.Length; place++)
        {
            var patch = patches.AsSpan(place * width, width);
            foreach (float value in patch)
            {
                scalers[place].Append(value, isObserved: true);
            }

            TotoVariate.Scale(patch, scalers[place]);
        }
    }

    private static void AssertScaling(GoldenTensors golden, TotoRow[] rows)
    {
        var variates = rows.SelectMany(row => row.Variates).ToArray();
        AssertClose(golden, "loc", [.. variates.SelectMany(variate => variate.Locations)]);
        AssertClose(golden, "scale", [.. variates.SelectMany(variate => variate.Scales)]);
        AssertClose(golden, "z", [.. variates.SelectMany(variate => variate.Scaled)]);
    }

    private static void AssertDistributions(GoldenTensors golden, int call, TotoPass pass, TotoConfig config)
    {
        int places = golden.Floats($"df_{call}").Length / config.Components;
        AssertClose(golden, $"df_{call}", Collect(places, place => pass.At(place).Degrees));
        AssertClose(golden, $"mu_{call}", Collect(places, place => pass.At(place).Locations));
        AssertClose(golden, $"sigma_{call}", Collect(places, place => pass.At(place).Scales));
        if (config.IsMixture)
        {
            AssertClose(golden, $"pi_{call}", Collect(places, place => pass.At(place).Weights));
        }
    }

    private static float[] Collect(int places, Func<int, ReadOnlySpan<float>> at)
    {
        var all = new List<float>();
        for (int place = 0; place < places; place++)
        {
            all.AddRange(at(place));
        }

        return [.. all];
    }

    private static void AssertClose(GoldenTensors golden, string name, float[] actual)
    {
        float[] expected = golden.Floats(name);
        double room = golden.Call.GetProperty("tolerance").GetDouble() * expected.Max(Math.Abs);
        Golden.AssertClose(name, expected, actual, room, 0);
    }
}
