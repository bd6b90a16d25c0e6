namespace Tollama.Models.TimesFm;

/// <summary>
/// A window on its way through the decoder: whole patches, the running statistics of each (models/timesfm-2.5 §4.3),
/// and what has been decoded so far.
/// </summary>
internal sealed class TimesFmRow
{
    private readonly int _patch;
    private readonly List<float> _values = [];
    private readonly List<float> _means = [];
    private readonly List<float> _deviations = [];
    private double _count;
    private double _mean;
    private double _squares;

    /// <summary>Starts with the observed part of a window, padded on the left to whole patches.</summary>
    /// <param name="window">Values after the window's z-score.</param>
    /// <param name="sign">1, or −1 for the flipped pass.</param>
    /// <param name="patch">Length of an input patch.</param>
    public TimesFmRow(ReadOnlySpan<float> window, float sign, int patch)
    {
        _patch = patch;
        int patches = Math.Max(1, (window.Length + patch - 1) / patch);
        Masked = (patches * patch) - window.Length;
        _values.AddRange(new float[Masked]);
        foreach (float value in window)
        {
            _values.Add(sign * value);
        }

        for (int t = 0; t < patches; t++)
        {
            Observe(t);
        }
    }

    /// <summary>Patches so far.</summary>
    public int Patches => _means.Count;

    /// <summary>Masked points at the start of the first patch.</summary>
    public int Masked { get; }

    /// <summary>Mean of everything up to and including patch <paramref name="patch"/>.</summary>
    public float Mean(int patch) => _means[patch];

    /// <summary>Population deviation of everything up to and including patch <paramref name="patch"/>, raw.</summary>
    public float Deviation(int patch) => _deviations[patch];

    /// <summary>Continues the window with forecast steps, a whole number of patches.</summary>
    public void Append(ReadOnlySpan<float> steps)
    {
        int before = Patches;
        foreach (float step in steps)
        {
            _values.Add(step);
        }

        for (int t = before; t < _values.Count / _patch; t++)
        {
            Observe(t);
        }
    }

    /// <summary>Writes the network's input: each patch normalised by its own statistics, masked points zero.</summary>
    /// <param name="patches">Normalised values, <c>(patches · patch)</c>.</param>
    /// <param name="mask">1 where masked, same shape.</param>
    public void Fill(Span<float> patches, Span<float> mask)
    {
        mask.Clear();
        mask[..Masked].Fill(1);
        for (int t = 0; t < Patches; t++)
        {
            float divisor = _deviations[t] < 1e-6f ? 1 : _deviations[t];
            for (int i = t * _patch; i < (t + 1) * _patch; i++)
            {
                patches[i] = i < Masked ? 0 : (_values[i] - _means[t]) / divisor;
            }
        }
    }

    private void Observe(int patch)
    {
        for (int i = Math.Max(Masked, patch * _patch); i < (patch + 1) * _patch; i++)
        {
            _count++;
            double delta = _values[i] - _mean;
            _mean += delta / _count;
            _squares += delta * (_values[i] - _mean);
        }

        _means.Add((float)_mean);
        _deviations.Add(_count == 0 ? 0 : (float)Math.Sqrt(_squares / _count));
    }
}
