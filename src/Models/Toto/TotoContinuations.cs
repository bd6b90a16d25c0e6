namespace Tollama.Models.Toto;

/// <summary>
/// Several continuations of several rows, advancing patch by patch: values, running statistics, results.
/// </summary>
internal sealed class TotoContinuations
{
    private readonly TotoRow[] _rows;
    private readonly TotoConfig _config;
    private readonly TotoPlan _plan;
    private readonly int _firstSample;
    private readonly TotoDecoder.NoiseSource? _noise;
    private readonly float[][][] _results;
    private readonly int _variates;
    private readonly int _count;
    private readonly CausalScaler[] _scalers; // (rows, variates, continuations)
    private readonly float[] _patches; // (rows, variates, continuations, patch)

    /// <summary>Starts at the end of the rows' histories.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="config">The checkpoint's config.</param>
    /// <param name="plan">How far.</param>
    /// <param name="samples">First sample, and number of samples.</param>
    /// <param name="noise">Numbers to draw with; null to follow the mean.</param>
    /// <param name="results">Per row and variate <c>(all samples, horizon)</c>; filled here.</param>
    public TotoContinuations(
        TotoRow[] rows,
        TotoConfig config,
        TotoPlan plan,
        (int First, int Count) samples,
        TotoDecoder.NoiseSource? noise,
        float[][][] results)
    {
        _rows = rows;
        _config = config;
        _plan = plan;
        (_firstSample, _count) = samples;
        _noise = noise;
        _results = results;
        _variates = rows[0].Variates.Count;
        _scalers =
        [
            .. rows.SelectMany(row => row.Variates.SelectMany(variate => Enumerable.Repeat(variate.Scaler, _count))),
        ];
        _patches = new float[_scalers.Length * config.Patch];
    }

    /// <summary>Takes the values of a patch from its distributions.</summary>
    /// <param name="pass">The distributions: one for all continuations after the history, one each later.</param>
    /// <param name="block">Number of the patch, from 0.</param>
    public void Take(TotoPass pass, int block)
    {
        int reads = block == 0 ? 1 : _count;
        int steps = Math.Min(_config.Patch, _plan.Horizon - (block * _config.Patch));
        var uniforms = new double[_variates * 3];
        for (int row = 0; row < _rows.Length; row++)
        {
            for (int i = 0; i < _count; i++)
            {
                for (int step = 0; step < steps; step++)
                {
                    _noise?.Invoke(row, _firstSample + i, (block * _config.Patch) + step, uniforms);
                    TakeStep(pass, (row, i, reads == 1 ? 0 : i, reads), step, uniforms);
                }
            }

            Collect(row, block, steps);
        }
    }

    /// <summary>Feeds the values back: what is given replaces what was forecast, all statistics move on.</summary>
    public TotoCall NextCall(int history, int block, bool isCentreMoving)
    {
        for (int place = 0; place < _scalers.Length; place++)
        {
            var variate = _rows[place / (_variates * _count)].Variates[place / _count % _variates];
            var patch = _patches.AsSpan(place * _config.Patch, _config.Patch);
            variate.Future?.AsSpan(block * _config.Patch, _config.Patch).CopyTo(patch);
            foreach (float value in patch)
            {
                _scalers[place].Append(value, isObserved: true);
            }

            TotoVariate.Scale(patch, _scalers[place]);
        }

        return TotoCall.Continuation(_rows, [.. _patches], history, block, isCentreMoving, _config);
    }

    private void TakeStep(TotoPass pass, (int Row, int Sample, int Read, int Reads) at, int step, double[] uniforms)
    {
        for (int v = 0; v < _variates; v++)
        {
            int variate = (at.Row * _variates) + v;
            var mixture = pass.At((((variate * at.Reads) + at.Read) * _config.Patch) + step);
            double value = _noise is null ? mixture.Mean() : mixture.Draw(uniforms.AsSpan(v * 3, 3));
            int place = (variate * _count) + at.Sample;
            ref var scaler = ref _scalers[place];
            _patches[(place * _config.Patch) + step] = Usable((float)((value * scaler.Scale) + scaler.Location));
        }
    }

    private void Collect(int row, int block, int steps)
    {
        for (int v = 0; v < _results[row].Length; v++)
        {
            for (int i = 0; i < _count; i++)
            {
                int place = (((row * _variates) + v) * _count) + i;
                int start = ((_firstSample + i) * _plan.Horizon) + (block * _config.Patch);
                _patches.AsSpan(place * _config.Patch, steps).CopyTo(_results[row][v].AsSpan(start));
            }
        }
    }

    /// <summary>
    /// What single precision could not go on with becomes 0, as the authors have it (models/toto §5 step 3).
    /// </summary>
    private static float Usable(float value) => Math.Abs(value) < float.MaxValue / 2 ? value : 0;
}
