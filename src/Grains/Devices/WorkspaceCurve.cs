using Tollama.Grains.Contracts;
using Tollama.Grains.Fitting;

namespace Tollama.Grains.Devices;

/// <summary>
/// What an engine call takes beyond the model itself, learnt from calls: a + b·B·C + c·B·S·H with B series, C context,
/// S samples, H horizon, none of a, b, c negative (least squares over the seven sets of terms), and the largest error
/// on top.
/// </summary>
internal sealed class WorkspaceCurve
{
    private const int MostSeen = 32;
    private const int Terms = 3;

    private readonly Queue<FitPoint> _seen = new();
    private LinearFit _fit = new(0, new double[Terms], 0);
    private double _error;

    /// <summary>The larger of all calls in each direction.</summary>
    public RunShape Usual { get; private set; } = RunShape.None;

    /// <summary>Bytes that a call of a shape takes; 0 while no call was seen.</summary>
    public long Estimate(RunShape shape) =>
        _seen.Count == 0 ? 0 : (long)Math.Ceiling(_fit.At(TermsOf(shape)) + _error);

    /// <summary>A call was seen to take so much.</summary>
    public void Observe(RunShape shape, long bytes)
    {
        _seen.Enqueue(new FitPoint(TermsOf(shape), bytes));
        if (_seen.Count > MostSeen)
        {
            _seen.Dequeue();
        }

        Usual = Usual.Or(shape);
        double best = double.PositiveInfinity;
        foreach (var fit in LinearFit.All(_seen, Terms).Where(fit => fit.Loss < best * (1 - 1e-9)))
        {
            (best, _fit) = (fit.Loss, fit);
        }

        _error = Math.Max(0, _seen.Max(one => one.Value - _fit.At(one.Terms)));
    }

    private static double[] TermsOf(RunShape shape) =>
        [1, (double)shape.Series * shape.Context, (double)shape.Series * shape.Samples * shape.Horizon];
}
