using Tollama.Models.Checkpoints;

namespace Tollama.Models.TimesFm;

/// <summary>
/// Switches of the port in <c>transformers</c>, whose <c>config.json</c> decides what is computed; the authors' own
/// loader reads nothing from theirs (models/timesfm-2.5 §2).
/// </summary>
internal static class TimesFmPort
{
    private const string ModelType = "timesfm2_5";
    private const double UsualEpsilon = 1e-6;
    private const double UsualBase = 10_000;
    private const int Levels = 9;

    /// <summary>ε of the norms.</summary>
    /// <param name="config">The checkpoint's config; null where it has none.</param>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: it makes another network.</exception>
    public static float NormEpsilon(ConfigSection? config)
    {
        if (config?.TryText("model_type") != ModelType)
        {
            return (float)UsualEpsilon;
        }

        RequireKnownNetwork(config);
        return (float)config.Number("rms_norm_eps", 0, 1, fallback: UsualEpsilon);
    }

    private static void RequireKnownNetwork(ConfigSection config)
    {
        foreach (string key in new[] { "use_bias", "attention_bias" })
        {
            if (config.Flag(key, fallback: false))
            {
                throw config.Wrong(key, "false: the network's layers have no biases");
            }
        }

        if (config.Has("activation") && config.Text("activation") is not ("swish" or "silu"))
        {
            throw config.Wrong("activation", "swish");
        }

        _ = config.Integer("decode_index", TimesFmDecoder.Median, TimesFmDecoder.Median, TimesFmDecoder.Median);
        if (config.Has("quantiles") && config.QuantileLevels("quantiles").Length != Levels)
        {
            throw config.Wrong("quantiles", "the levels 0.1, 0.2, … 0.9");
        }

        if (config.Has("num_key_value_heads")
            && config.Integer("num_key_value_heads", 1, int.MaxValue)
                != config.Integer("num_attention_heads", 1, int.MaxValue))
        {
            throw config.Wrong("num_key_value_heads", "equal to num_attention_heads");
        }

        var rope = config.Has("rope_parameters") ? config.Section("rope_parameters") : config;
        _ = rope.Number("rope_theta", UsualBase, UsualBase, UsualBase);
    }
}
