using Tollama.Models.Blocks;

namespace Tollama.Models.Toto;

/// <summary>One call of the network, laid out as its inputs.</summary>
internal sealed class TotoCall
{
    private TotoCall(
        IReadOnlyList<TotoRow> rows,
        int tokens,
        float[] patches,
        ReadOnlySpan<int> positions,
        int centre,
        int headDim)
    {
        Batch = rows.Count;
        Variates = rows[0].Variates.Count;
        Tokens = tokens;
        Patches = patches;
        Groups = [.. rows.SelectMany(row => row.Groups)];
        (Cosines, Sines) = XposRotation.Tables(positions, centre, headDim);
    }

    /// <summary>Series.</summary>
    public int Batch { get; }

    /// <summary>Variates of a series.</summary>
    public int Variates { get; }

    /// <summary>New tokens of a variate.</summary>
    public int Tokens { get; }

    /// <summary>Tokens of a variate that a token may look at, the cached ones included.</summary>
    public int Keys => Sees.Length / Tokens;

    /// <summary><c>(batch, variates, tokens, patch)</c>, scaled.</summary>
    public float[] Patches { get; }

    /// <summary><c>(batch, variates)</c>.</summary>
    public long[] Groups { get; }

    /// <summary><c>(2, tokens, head_dim)</c>.</summary>
    public float[] Cosines { get; }

    /// <summary><c>(2, tokens, head_dim)</c>.</summary>
    public float[] Sines { get; }

    /// <summary><c>(tokens, keys)</c>: 0 where a token may look, else a huge negative number.</summary>
    public required float[] Sees { get; init; }

    /// <summary>The tokens whose next patch is wanted.</summary>
    public required long[] Reads { get; init; }

    /// <summary>
    /// <c>(variates, tokens)</c>: 0 for a patch, 1 for the label of a target, 2 for that of an exogenous variate.
    /// </summary>
    public required long[] Kinds { get; init; }

    /// <summary>
    /// The histories of rows of equally many patches; a label goes before them where the checkpoint has labels.
    /// </summary>
    public static TotoCall History(IReadOnlyList<TotoRow> rows, TotoConfig config, bool hasLabels)
    {
        int variates = rows[0].Variates.Count;
        int labels = hasLabels ? 1 : 0;
        int tokens = rows[0].Patches + labels;
        int length = tokens * config.Patch;
        var patches = new float[rows.Count * variates * length];
        var kinds = new long[variates * tokens];
        for (int r = 0; r < rows.Count; r++)
        {
            for (int v = 0; v < variates; v++)
            {
                var variate = rows[r].Variates[v];
                int start = (((r * variates) + v) * length) + (labels * config.Patch);
                variate.Scaled.CopyTo(patches.AsSpan(start));
                kinds[v * tokens] = labels * (variate.Future is null ? 1 : 2);
            }
        }

        int[] positions = [.. Enumerable.Range(0, tokens)];
        return new TotoCall(rows, tokens, patches, positions, Centre(tokens - 1), config.HeadDim)
        {
            Sees = EarlierTokens(tokens),
            Reads = [tokens - 1],
            Kinds = kinds,
        };
    }

    /// <summary>One further patch of several continuations.</summary>
    /// <param name="rows">The rows of the history's call.</param>
    /// <param name="patches"><c>(batch, variates, continuations, patch)</c>, scaled.</param>
    /// <param name="history">Tokens of the history's call.</param>
    /// <param name="block">Number of the patch, from 0.</param>
    /// <param name="isCentreMoving">
    /// Whether the centre of the decay follows the position, as in the authors' cached decoding; else it stays that of
    /// the history, which equals running the whole sequence every time (models/toto §4.4).
    /// </param>
    /// <param name="config">The checkpoint's config.</param>
    public static TotoCall Continuation(
        IReadOnlyList<TotoRow> rows, float[] patches, int history, int block, bool isCentreMoving, TotoConfig config)
    {
        int count = patches.Length / (rows.Count * rows[0].Variates.Count * config.Patch);
        var positions = new int[count];
        Array.Fill(positions, history + block);
        int centre = Centre(isCentreMoving ? history + block : history - 1);
        return new TotoCall(rows, count, patches, positions, centre, config.HeadDim)
        {
            Sees = HistoryAndSelf(history, count, block),
            Reads = [.. Enumerable.Range(0, count).Select(i => (long)i)],
            Kinds = new long[rows[0].Variates.Count * count],
        };
    }

    private static int Centre(int lastPosition) => lastPosition / 2;

    private static float[] EarlierTokens(int tokens)
    {
        var sees = new float[tokens * tokens];
        for (int i = 0; i < tokens; i++)
        {
            sees.AsSpan((i * tokens) + i + 1, tokens - i - 1).Fill(MultiHeadAttention.Masked);
        }

        return sees;
    }

    /// <summary>
    /// A continuation sees the history and its own patches: every <paramref name="count"/>-th key after the history.
    /// </summary>
    private static float[] HistoryAndSelf(int history, int count, int block)
    {
        int keys = history + ((block + 1) * count);
        var sees = new float[count * keys];
        for (int i = 0; i < count; i++)
        {
            var own = sees.AsSpan((i * keys) + history, keys - history);
            own.Fill(MultiHeadAttention.Masked);
            for (int j = i; j < own.Length; j += count)
            {
                own[j] = 0;
            }
        }

        return sees;
    }
}
