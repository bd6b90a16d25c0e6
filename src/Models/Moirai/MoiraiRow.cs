namespace Tollama.Models.Moirai;

/// <summary>A packed row: the target first, then its covariates; and how much of its future has been written.</summary>
internal sealed class MoiraiRow
{
    private readonly long[] _times;

    private MoiraiRow(MoiraiSpan span, IReadOnlyList<MoiraiVariate> variates, long[] times)
    {
        Span = span;
        Variates = variates;
        _times = times;
    }

    /// <summary>Packs a target and its covariates.</summary>
    public MoiraiRow(MoiraiSpan span, IReadOnlyList<MoiraiVariate> variates)
        : this(span, variates, TimeIds(span, variates))
    {
    }

    /// <summary>Lengths.</summary>
    public MoiraiSpan Span { get; }

    /// <summary>Target, then covariates.</summary>
    public IReadOnlyList<MoiraiVariate> Variates { get; }

    /// <summary>A trajectory of its own, for the roll-out.</summary>
    public MoiraiRow Fork() => new(Span, [Variates[0].Fork(), .. Variates.Skip(1)], _times);

    /// <summary>Writes forecast values into the target's future.</summary>
    /// <param name="patch">First future patch.</param>
    /// <param name="values">Whole patches.</param>
    public void Write(int patch, ReadOnlySpan<float> values) =>
        values.CopyTo(Variates[0].Values.AsSpan((Span.ContextPatches + patch) * Span.Patch));

    /// <summary>Location and scale of the target once <paramref name="written"/> future patches are known.</summary>
    public (float Location, float Scale) TargetScale(int written) =>
        Variates[0].Standardize((Span.ContextPatches + written) * Span.Patch);

    /// <summary>
    /// Fills the network's inputs for the first <c>context + written</c> patches of every variate: nothing later can be
    /// seen by the token that is read.
    /// </summary>
    /// <param name="written">Future patches that are known.</param>
    /// <param name="patches"><c>(variates · patches, 2 · patch)</c>: scaled values, then flags.</param>
    /// <param name="times"><c>(variates · patches)</c>.</param>
    /// <param name="ids"><c>(variates · patches)</c>.</param>
    public void Fill(int written, Span<float> patches, Span<long> times, Span<long> ids)
    {
        int count = Span.ContextPatches + written;
        int token = 0;
        for (int v = 0; v < Variates.Count; v++)
        {
            var variate = Variates[v];
            var (location, scale) = variate.Standardize(variate.IsTarget ? count * Span.Patch : Span.Points);
            for (int t = 0; t < count; t++, token++)
            {
                times[token] = _times[t];
                ids[token] = v;
                FillToken(patches.Slice(token * 2 * Span.Patch, 2 * Span.Patch), variate, t, (location, scale));
            }
        }
    }

    private void FillToken(Span<float> token, MoiraiVariate variate, int patch, (float Location, float Scale) standard)
    {
        for (int i = 0; i < Span.Patch; i++)
        {
            int point = (patch * Span.Patch) + i;
            token[i] = (variate.Values[point] - standard.Location) / standard.Scale;
            token[Span.Patch + i] = variate.Observed[point] ? 1 : 0;
        }
    }

    /// <summary>
    /// Leading patches without any observed target share id 0 with the first observed one (§4.1 step 4).
    /// </summary>
    private static long[] TimeIds(MoiraiSpan span, IReadOnlyList<MoiraiVariate> variates)
    {
        var times = new long[span.ContextPatches + span.FuturePatches];
        long seen = 0;
        for (int t = 0; t < span.ContextPatches; t++)
        {
            bool isObserved = variates.Any(variate =>
                variate.IsTarget && variate.Observed.AsSpan(t * span.Patch, span.Patch).Contains(true));
            seen += seen > 0 || isObserved ? 1 : 0;
            times[t] = Math.Max(0, seen - 1);
        }

        long last = times[span.ContextPatches - 1];
        for (int t = 0; t < span.FuturePatches; t++)
        {
            times[span.ContextPatches + t] = last + 1 + t;
        }

        return times;
    }
}
