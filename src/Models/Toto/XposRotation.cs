using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Toto;

/// <summary>
/// Rotary positions with length extrapolation (Su et al. 2021, eq. 34; Sun et al., "A length-extrapolatable
/// transformer", ACL 2023, eq. 14) as this family applies them: adjacent channels are rotated together, yet the decay
/// of channel j is that of pair j mod (width/2) (models/toto §4.4). The decay is folded into the tables.
/// </summary>
/// <param name="Cosines"><c>(2, tokens, head_dim, 1)</c>: for queries, for keys.</param>
/// <param name="Sines">Same shape.</param>
internal sealed record XposRotation(Value Cosines, Value Sines)
{
    private const double FrequencyBase = 10_000;
    private const double DecayBase = 512;

    /// <summary>Rotates <c>(rows, tokens, head_dim, heads)</c>.</summary>
    /// <param name="heads">Queries or keys.</param>
    /// <param name="role">0 for queries, 1 for keys.</param>
    public Value Apply(Value heads, long role)
    {
        var pair = heads.Reshape("rows", "tokens", "pairs", 2, "heads").Split(3, 2);
        var turned = heads.Graph.Concat(3, pair[1] * -1, pair[0]).Reshape("rows", "tokens", "head_dim", "heads");
        return (heads * Cosines.Gather(role, 0)) + (turned * Sines.Gather(role, 0));
    }

    /// <summary>The tables of a call.</summary>
    /// <param name="positions">Position of each token.</param>
    /// <param name="centre">Position at which nothing decays or grows.</param>
    /// <param name="width">Channels of a head, even.</param>
    /// <returns>Two tables, each <c>(2, tokens, head_dim)</c>.</returns>
    public static (float[] Cosines, float[] Sines) Tables(ReadOnlySpan<int> positions, int centre, int width)
    {
        int half = positions.Length * width;
        var cosines = new float[2 * half];
        var sines = new float[2 * half];
        for (int token = 0; token < positions.Length; token++)
        {
            double power = (positions[token] - centre) / DecayBase;
            for (int channel = 0; channel < width; channel++)
            {
                var (sine, cosine) = Math.SinCos(
                    positions[token] * Math.Pow(FrequencyBase, -(channel - (channel % 2.0)) / width));
                double j = 2 * (channel % (width / 2));
                double decay = Math.Pow((j + (0.4 * width)) / (1.4 * width), power);
                int at = (token * width) + channel;
                (cosines[at], sines[at]) = ((float)(cosine * decay), (float)(sine * decay));
                (cosines[half + at], sines[half + at]) = ((float)(cosine / decay), (float)(sine / decay));
            }
        }

        return (cosines, sines);
    }
}
