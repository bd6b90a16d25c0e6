using System.Collections.Immutable;

namespace Tollama.Models.Chronos2;

/// <summary>
/// A task beyond the longest single pass: nine paths, each fed with one quantile of the last forecast, whose forecasts
/// are reduced to the trained levels after every pass.
/// </summary>
internal sealed class Chronos2Unrolling
{
    /// <summary>Levels of the paths; a checkpoint must have them all to forecast beyond one pass.</summary>
    public static readonly ImmutableArray<double> PathLevels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    private readonly Chronos2Config _config;
    private readonly Chronos2Task _task;
    private readonly WeightedQuantiles _reduction;
    private readonly int[] _pathIndices;
    private readonly float[][][] _contexts;
    private readonly List<float>[] _answer;
    private ImmutableArray<Chronos2Pass> _passes = [];
    private float[] _last;
    private int _lastSteps;
    private int _done;

    /// <summary>Continues after the first pass of a task.</summary>
    public Chronos2Unrolling(Chronos2Config config, Chronos2Task task, Chronos2Pass first)
    {
        _config = config;
        _task = task;
        _last = first.Quantiles;
        _lastSteps = first.Patches * config.Patch;
        _answer = [.. config.Quantiles.Select(_ => new List<float>())];
        _reduction = new WeightedQuantiles(PathLevels, config.Quantiles);
        _pathIndices = [.. PathLevels.Select(level => config.Quantiles.IndexOf(level))];
        _contexts = [.. PathLevels.Select(_ => task.Context)];
        Take();
    }

    /// <summary>Whether the horizon has been reached; the task has its answer then.</summary>
    public bool IsDone => _done >= _task.Horizon;

    /// <summary>The passes of the next round, one per path.</summary>
    public ImmutableArray<Chronos2Pass> Next()
    {
        int patches = PatchesAhead(_config, _task.Horizon - _done);
        _passes = [.. _pathIndices.Select((level, path) =>
        {
            _contexts[path] = [.. _contexts[path].Select((row, v) => Extend(row, v, level))];
            return new Chronos2Pass
            {
                Context = _contexts[path],
                Future = [.. _task.Future.Select(row => row.AsMemory(Math.Min(_done, row.Length)))],
                Patches = patches,
            };
        })];
        return _passes;
    }

    /// <summary>Takes the answers of the passes that <see cref="Next"/> made.</summary>
    public void Absorb()
    {
        int levels = _config.Quantiles.Length;
        int steps = _passes[0].Patches * _config.Patch;
        float[] samples = new float[_passes.Length * levels];
        float[] quantiles = new float[levels];
        _last = new float[_task.Context.Length * levels * steps];
        for (int v = 0; v < _task.Context.Length; v++)
        {
            for (int t = 0; t < steps; t++)
            {
                for (int s = 0; s < samples.Length; s++)
                {
                    samples[s] = _passes[s / levels].Quantiles[Place(v, s % levels, t, steps)];
                }

                _reduction.Reduce(samples, quantiles);
                for (int q = 0; q < levels; q++)
                {
                    _last[Place(v, q, t, steps)] = quantiles[q];
                }
            }
        }

        _lastSteps = steps;
        Take();
    }

    /// <summary>Patches of a pass that has so many steps before it.</summary>
    public static int PatchesAhead(Chronos2Config config, int steps) =>
        Math.Min(((steps - 1) / config.Patch) + 1, config.MaxOutputPatches);

    // The row with the last forecast appended, known values taking the place of forecast ones, cut to the context.
    private float[] Extend(float[] row, int variate, int level)
    {
        int length = Math.Min(row.Length + _lastSteps, _config.ContextLength);
        float[] extended = new float[length];
        int kept = length - _lastSteps;
        row.AsSpan(row.Length - kept).CopyTo(extended);
        var known = _task.Future[variate].AsSpan(Math.Min(_done - _lastSteps, _task.Future[variate].Length));
        for (int t = 0; t < _lastSteps; t++)
        {
            bool isKnown = t < known.Length && !float.IsNaN(known[t]);
            extended[kept + t] = isKnown ? known[t] : _last[Place(variate, level, t, _lastSteps)];
        }

        return extended;
    }

    private void Take()
    {
        for (int q = 0; q < _answer.Length; q++)
        {
            int count = Math.Min(_lastSteps, _task.Horizon - _done);
            _answer[q].AddRange(_last.AsSpan(Place(0, q, 0, _lastSteps), count));
        }

        _done += _lastSteps;
        if (IsDone)
        {
            _task.Quantiles = [.. _answer.Select(level => level.ToArray())];
        }
    }

    private int Place(int variate, int level, int step, int steps) =>
        (((variate * _config.Quantiles.Length) + level) * steps) + step;
}
