namespace Tollama.Models.Sundial;

/// <summary>
/// One series as tokens: normalised over its context, padded on the left to whole patches, each token carrying values
/// and a mask (models/sundial §4, entry point <c>generate</c>: the deviation gets 1e-5 added).
/// </summary>
internal sealed class SundialRow
{
    private const double Epsilon = 1e-5;

    private readonly int _patch;
    private readonly List<float> _values = [];
    private readonly int _padding;

    /// <summary>Normalises a context.</summary>
    /// <param name="context">Observations that are read, at least one.</param>
    /// <param name="patch">Points of a token.</param>
    public SundialRow(ReadOnlySpan<double> context, int patch)
    {
        _patch = patch;
        _padding = (patch - (context.Length % patch)) % patch;
        _values.AddRange(new float[_padding]);
        (Mean, Scale) = Moments(context);
        foreach (double value in context)
        {
            _values.Add((float)(((float)value - Mean) / Scale));
        }
    }

    /// <summary>Mean of the context.</summary>
    public double Mean { get; }

    /// <summary>Population deviation of the context plus 1e-5.</summary>
    public double Scale { get; }

    /// <summary>Tokens so far.</summary>
    public int Tokens => _values.Count / _patch;

    /// <summary>Continues the row with whole tokens, in normalised units.</summary>
    public void Append(ReadOnlySpan<float> values) => _values.AddRange(values);

    /// <summary>
    /// Writes the tokens from one on, <c>(tokens, 2·patch)</c>: values, then 1 where real and 0 where padded.
    /// </summary>
    public void Fill(int first, Span<float> tokens)
    {
        for (int t = first; t < Tokens; t++)
        {
            var token = tokens.Slice((t - first) * 2 * _patch, 2 * _patch);
            for (int i = 0; i < _patch; i++)
            {
                int point = (t * _patch) + i;
                token[i] = _values[point];
                token[_patch + i] = point < _padding ? 0 : 1;
            }
        }
    }

    private static (double Mean, double Scale) Moments(ReadOnlySpan<double> context)
    {
        double sum = 0;
        foreach (double value in context)
        {
            sum += (float)value;
        }

        double mean = sum / context.Length;
        double squares = 0;
        foreach (double value in context)
        {
            squares += ((float)value - mean) * ((float)value - mean);
        }

        return (mean, Math.Sqrt(squares / context.Length) + Epsilon);
    }
}
