namespace Tollama.Models.Moirai;

/// <summary>One call of the network: rows of equal shape, laid out as its inputs.</summary>
internal sealed class MoiraiCall
{
    /// <summary>Lays rows out.</summary>
    /// <param name="rows">Rows of equal lengths and equally many variates.</param>
    /// <param name="written">Future patches of the target that are known.</param>
    public MoiraiCall(IReadOnlyList<MoiraiRow> rows, int written)
    {
        var span = rows[0].Span;
        int patches = span.ContextPatches + written;
        Rows = rows.Count;
        Tokens = rows[0].Variates.Count * patches;
        Width = 2 * span.Patch;
        Patches = new float[Rows * Tokens * Width];
        Times = new long[Rows * Tokens];
        Variates = new long[Rows * Tokens];
        Picks = new long[Rows];
        for (int r = 0; r < Rows; r++)
        {
            rows[r].Fill(
                written,
                Patches.AsSpan(r * Tokens * Width, Tokens * Width),
                Times.AsSpan(r * Tokens, Tokens),
                Variates.AsSpan(r * Tokens, Tokens));
            Picks[r] = (r * Tokens) + patches - 1; // the target is the first variate
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Tokens of a row.</summary>
    public int Tokens { get; }

    /// <summary>Numbers of a token: values and flags.</summary>
    public int Width { get; }

    /// <summary><c>(rows, tokens, width)</c>.</summary>
    public float[] Patches { get; }

    /// <summary><c>(rows, tokens)</c>.</summary>
    public long[] Times { get; }

    /// <summary><c>(rows, tokens)</c>.</summary>
    public long[] Variates { get; }

    /// <summary>The token of each row that is read.</summary>
    public long[] Picks { get; }
}
