using Tollama.Grains.Fitting;

namespace Tollama.Grains.Pacing;

/// <summary>
/// How long engine calls take, learnt from those that ran: a + b·rows + c·observations + d·steps + e·draws, no factor
/// negative.
/// What a call takes at least is told with care, because forecasts are refused by it: noise only makes calls slower, so
/// of calls of about one size the fastest of late counts; of the formulas that explain the calls about as well as the
/// best one, the smallest value less its uncertainty counts; a size that hardly varied explains nothing; and what was
/// not measured again for a while weighs less and less, so that no spell of slowness is held against a model for long.
/// </summary>
internal sealed class PaceCurve
{
    private const int MostSizes = 32;
    private const int FewestCalls = 2; // the first of a size finds nothing ready
    private const double SizeSteps = 2; // sizes within a factor of √2 are about one size
    private const double Spread = 4; // factor by which a term must have varied to be believed
    private const double Reach = 4; // times the largest that was measured: beyond it calls are taken for no longer
    private const double Noise = 0.1; // measurements agree no better, however well they seem to
    private const double Certain = 0.75; // share of what a smaller call took that a larger one takes for sure
    private const double AsGood = 0.2; // formulas with a smaller relative error are as good as any

    // Student's t for one side of 95 %, by degrees of freedom.
    private static readonly double[] Confidence = [6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89, 1.86, 1.83, 1.81];
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FitAtMostEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FitAtLeastEvery = TimeSpan.FromSeconds(5); // what was measured grows old

    private readonly Dictionary<CallWork, CallsOfASize> _sizes = [];
    private List<(CallWork Work, double Seconds)> _seen = [];
    private List<FitPoint> _points = [];
    private readonly double[] _most = new double[CallWork.Terms];
    private List<Formula> _formulas = [];
    private TimeSpan? _fittedAt;
    private bool _isChanged;

    /// <summary>Calls that were measured.</summary>
    public long Calls { get; private set; }

    /// <summary>Longest history that was measured: beyond it nothing is said of a history's length.</summary>
    public int LongestContext { get; private set; }

    /// <summary>A call took so long.</summary>
    /// <param name="work">The call.</param>
    /// <param name="longest">Its longest history.</param>
    /// <param name="took">Its time.</param>
    /// <param name="now">The time.</param>
    public void Observe(CallWork work, int longest, TimeSpan took, TimeSpan now)
    {
        if (took <= TimeSpan.Zero)
        {
            return;
        }

        var size = SizeOf(work);
        if (!_sizes.TryGetValue(size, out var calls))
        {
            if (_sizes.Count == MostSizes)
            {
                _sizes.Remove(_sizes.MinBy(each => each.Value.At).Key);
            }

            _sizes.Add(size, calls = new CallsOfASize());
        }

        calls.Add(work, took.TotalSeconds, now);
        LongestContext = Math.Max(LongestContext, longest);
        Calls++;
        _isChanged = true;
    }

    /// <summary>How long calls take.</summary>
    /// <param name="work">The calls.</param>
    /// <param name="now">The time.</param>
    public PaceEstimate Estimate(CallWork work, TimeSpan now)
    {
        Refresh(now);
        double floor = 0;
        foreach (var (seen, seconds) in _seen)
        {
            floor = seconds > floor && work.Covers(seen) ? seconds : floor;
        }

        double likely = floor;
        double least = floor * Certain;
        if (_formulas.Count > 0)
        {
            double[] terms = work.ToTerms();
            likely = Math.Max(likely, _formulas[0].Fit.At(terms));
            Limit(terms);
            least = Math.Max(least, _formulas.Min(formula => formula.AtLeast(terms)));
        }

        return new PaceEstimate(
            TimeSpan.FromSeconds(Math.Min(likely, int.MaxValue)), TimeSpan.FromSeconds(Math.Min(least, int.MaxValue)));
    }

    /// <summary>The best formula, for people; null while there is none.</summary>
    /// <param name="now">The time.</param>
    public CallWork? Factors(TimeSpan now)
    {
        Refresh(now);
        return _formulas is [{ Fit.Factors: [double call, double row, double seen, double step, double draw] }, ..]
            ? new CallWork(call, row, seen, step, draw)
            : null;
    }

    /// <summary>Brings terms back that are further from what was measured than formulas can be trusted.</summary>
    private void Limit(double[] terms)
    {
        for (int term = 0; term < terms.Length; term++)
        {
            terms[term] = Math.Min(terms[term], Reach * _most[term]);
        }
    }

    private static CallWork SizeOf(CallWork work) => new(
        Size(work.Calls), Size(work.Rows), Size(work.Context), Size(work.Steps), Size(work.Draws));

    private static double Size(double value) => Math.Floor(SizeSteps * Math.Log2(Math.Max(1, value)));

    private void Refresh(TimeSpan now)
    {
        if (_fittedAt is { } at && now - at < (_isChanged ? FitAtMostEvery : FitAtLeastEvery))
        {
            return;
        }

        (_fittedAt, _isChanged) = (now, false);
        foreach (var size in _sizes.Where(size => now - size.Value.At > Forgotten).ToArray())
        {
            _sizes.Remove(size.Key);
        }

        _seen = [.. _sizes.Values
            .Where(calls => calls.Count >= FewestCalls)
            .Select(calls => (calls.Fastest.Work, calls.Fastest.Seconds * Weight(now - calls.At)))];
        _points = [.. _seen.Select(one => new FitPoint(
            [.. one.Work.ToTerms().Select(term => term / one.Seconds)], 1))]; // relative errors count
        _formulas = Formulas();
    }

    /// <summary>The formulas that explain the calls about as well as the best, which comes first.</summary>
    private List<Formula> Formulas()
    {
        if (_points.Count == 0)
        {
            return [];
        }

        var fits = LinearFit.All(_points, CallWork.Terms, Varied())
            .Where(fit => Freedom(fit) >= 1)
            .OrderBy(Error)
            .ToList();
        double good = fits.Count == 0 ? 0 : Math.Max(AsGood, 3 * Error(fits[0]));
        return [.. fits
            .TakeWhile(fit => Error(fit) <= good)
            .Select(fit => new Formula(
                fit,
                fit.Covariance(_points),
                Confidence[Math.Min(Freedom(fit), Confidence.Length) - 1] * Math.Max(Noise, Error(fit))))];
    }

    /// <summary>The terms that varied enough to say what they cost; the call itself is always one.</summary>
    private int Varied()
    {
        int varied = 1;
        _most[0] = 1;
        for (int term = 1; term < CallWork.Terms; term++)
        {
            double[] values = [.. _seen.Select(one => one.Work.ToTerms()[term])];
            _most[term] = values.Max();
            varied |= _most[term] >= Spread * values.Min() ? 1 << term : 0;
        }

        return varied;
    }

    private int Freedom(LinearFit fit) => _points.Count - int.PopCount(fit.Set);

    private double Error(LinearFit fit) => Math.Sqrt(fit.Loss / Freedom(fit));

    private static double Weight(TimeSpan age) => age <= FreshFor ? 1 : Math.Pow(0.5, (age - FreshFor) / HalfLife);

    /// <summary>A formula, and how sure it is.</summary>
    /// <param name="Fit">The formula.</param>
    /// <param name="Covariance">See <see cref="LinearFit.Covariance"/>.</param>
    /// <param name="Doubt">Standard errors to take off, times the error of a measurement.</param>
    private sealed record Formula(LinearFit Fit, double[,] Covariance, double Doubt)
    {
        public double AtLeast(double[] terms)
        {
            double variance = 0;
            for (int row = 0; row < terms.Length; row++)
            {
                for (int column = 0; column < terms.Length; column++)
                {
                    variance += terms[row] * Covariance[row, column] * terms[column];
                }
            }

            return Fit.At(terms) - (Doubt * Math.Sqrt(Math.Max(0, variance)));
        }
    }

    /// <summary>The last calls of about one size.</summary>
    private sealed class CallsOfASize
    {
        private readonly (CallWork Work, double Seconds)[] _last = new (CallWork, double)[3];

        /// <summary>Calls so far.</summary>
        public long Count { get; private set; }

        /// <summary>Time of the last one.</summary>
        public TimeSpan At { get; private set; }

        /// <summary>The fastest of the last ones.</summary>
        public (CallWork Work, double Seconds) Fastest =>
            _last.Take((int)Math.Min(Count, _last.Length)).MinBy(call => call.Seconds);

        public void Add(CallWork work, double seconds, TimeSpan now)
        {
            _last[Count++ % _last.Length] = (work, seconds);
            At = now;
        }
    }
}
