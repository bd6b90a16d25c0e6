using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>The search through the orders of one series, differences being fixed.</summary>
internal sealed class ArimaWalk
{
    private const int MostModels = 94;
    private const int ShortSeries = 10;
    private const int ExactFits = 3;
    private const double Level = 1.0;

    /// <summary>Changes of (p, q, P, Q), in the order in which they are tried.</summary>
    private static readonly (int P, int Q, int SeasonalP, int SeasonalQ)[] Steps =
    [
        (0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1),
        (0, 0, -1, -1), (0, 0, -1, 1), (0, 0, 1, -1), (0, 0, 1, 1),
        (-1, 0, 0, 0), (0, -1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0),
        (-1, -1, 0, 0), (-1, 1, 0, 0), (1, -1, 0, 0), (1, 1, 0, 0),
    ];

    private readonly Dictionary<ArimaOrder, ArimaCandidate> _tried = [];
    private readonly HashSet<ArimaOrder> _expanded = [];
    private readonly ArimaLimits _limits;
    private readonly SeriesTask _task;
    private readonly ArimaOrder _zero;
    private readonly bool _allowsConstant;
    private ArimaCandidate? _best;

    /// <summary>Prepares a search.</summary>
    public ArimaWalk(ArimaLimits limits, int d, int seasonalD, SeriesTask task)
    {
        _limits = limits.For(task.Count, task.Season);
        _task = task;
        _allowsConstant = d + seasonalD <= 1;
        _zero = new ArimaOrder(0, d, 0, 0, seasonalD, 0, _allowsConstant);
    }

    private bool Approximates => _limits.Approximates ?? false;

    /// <summary>The best model; the simplest one where all others are refused.</summary>
    public ArimaFit Run()
    {
        if (_limits.IsStepwise)
        {
            TryStarts();
            Walk();
            WalkFromSmallStarts();
            while (!Approximates && NextLevel() is { } order)
            {
                if (TryNeighbours(order))
                {
                    Walk();
                }
            }
        }
        else
        {
            TryAll();
        }

        var best = Approximates ? ExactBest() : _best?.Fit;
        return best is null ? ArimaSearch.Fit(_zero, _task) : ArimaSearch.Restarted(best, _task);
    }

    /// <summary>
    /// The best of the first candidates by an approximate criterion that hold when fitted exactly; once the budget is
    /// spent, the best by that criterion as it is, unless one is better already.
    /// </summary>
    private ArimaFit? ExactBest()
    {
        ArimaFit? best = null;
        int fits = 0;
        foreach (var candidate in _tried.Values.Where(c => double.IsFinite(c.Aicc)).OrderBy(c => c.Aicc))
        {
            if (fits == ExactFits || !_task.Budget.Look())
            {
                break;
            }

            if (ArimaSearch.FitInside(candidate.Order, _task) is { } fit && double.IsFinite(fit.Aicc))
            {
                fits++;
                best = best is null || fit.Aicc < best.Aicc ? fit : best;
            }
        }

        bool isNearBetter = _best?.Fit is { } near && (best is null || near.Aicc < best.Aicc);
        return _task.Budget.WasExhausted && isNearBetter ? _best!.Fit : best;
    }

    private bool IsSound(ArimaFit fit) =>
        double.IsFinite(fit.Aicc) && !fit.Coefficients.IsNearUnitRoot(_task.Season);

    private void TryStarts()
    {
        bool isShort = _task.Count < ShortSeries;
        int start = isShort ? 1 : 2;
        int seasonalStart = isShort ? 0 : 1;
        int p = Math.Min(start, _limits.MaxP);
        int q = Math.Min(start, _limits.MaxQ);
        int seasonalP = Math.Min(seasonalStart, _limits.MaxSeasonalP);
        int seasonalQ = Math.Min(seasonalStart, _limits.MaxSeasonalQ);
        foreach (var small in SmallStarts())
        {
            Try(small); // first, as they are soon fitted when time is short
        }

        Try(_zero with { P = p, Q = q, SeasonalP = seasonalP, SeasonalQ = seasonalQ });
    }

    private ArimaOrder[] SmallStarts() =>
    [
        _zero,
        _zero with { P = Math.Min(1, _limits.MaxP), SeasonalP = Math.Min(1, _limits.MaxSeasonalP) },
        _zero with { Q = Math.Min(1, _limits.MaxQ), SeasonalQ = Math.Min(1, _limits.MaxSeasonalQ) },
        _zero with { HasConstant = false },
    ];

    /// <summary>
    /// From the best of the small starts as well, each step to the first better neighbour: a large start may keep the
    /// walk among models of its size.
    /// </summary>
    private void WalkFromSmallStarts()
    {
        var centre = SmallStarts().MinBy(Aicc);
        for (bool isBetter = true; isBetter;)
        {
            double level = Aicc(centre);
            isBetter = false;
            foreach (var order in Neighbours(centre))
            {
                if (Aicc(order) < level)
                {
                    (centre, isBetter) = (order, true);
                    break;
                }
            }
        }
    }

    private double Aicc(ArimaOrder order)
    {
        Try(order);
        return _tried.TryGetValue(order, out var candidate) ? candidate.Aicc : double.PositiveInfinity;
    }

    /// <summary>From the best to its first better neighbour, until it has none.</summary>
    private void Walk()
    {
        while (_best is not null && TryNeighbours(_best.Order))
        {
            // The first improvement starts the list again.
        }
    }

    /// <summary>
    /// The best order that is level with the best model and whose neighbours have not been looked at: within a unit of
    /// the criterion the data do not tell models apart, and the way to a better one may start from any of them.
    /// </summary>
    private ArimaOrder? NextLevel() => _tried.Values
        .Where(c => c.Aicc < _best?.Aicc + Level && !_expanded.Contains(c.Order))
        .MinBy(c => c.Aicc)?.Order;

    /// <summary>Tries what is next to an order; true as soon as one is the best so far.</summary>
    private bool TryNeighbours(ArimaOrder centre)
    {
        _expanded.Add(centre);
        return Neighbours(centre).Any(Try);
    }

    /// <summary>The orders next to one, in the order in which they are tried.</summary>
    private IEnumerable<ArimaOrder> Neighbours(ArimaOrder centre)
    {
        foreach (var step in Steps)
        {
            var order = centre with
            {
                P = centre.P + step.P,
                Q = centre.Q + step.Q,
                SeasonalP = centre.SeasonalP + step.SeasonalP,
                SeasonalQ = centre.SeasonalQ + step.SeasonalQ,
            };
            if (IsAllowed(order))
            {
                yield return order;
            }
        }

        if (_allowsConstant)
        {
            yield return centre with { HasConstant = !centre.HasConstant };
        }
    }

    private void TryAll()
    {
        var orders =
            from p in Enumerable.Range(0, _limits.MaxP + 1)
            from q in Enumerable.Range(0, _limits.MaxQ + 1)
            from seasonalP in Enumerable.Range(0, _limits.MaxSeasonalP + 1)
            from seasonalQ in Enumerable.Range(0, _limits.MaxSeasonalQ + 1)
            where p + q + seasonalP + seasonalQ <= _limits.MaxOrder
            select _zero with { P = p, Q = q, SeasonalP = seasonalP, SeasonalQ = seasonalQ };
        foreach (var order in orders)
        {
            Try(order);
            Try(order with { HasConstant = false });
        }
    }

    private bool IsAllowed(ArimaOrder order) =>
        order.P >= 0 && order.P <= _limits.MaxP
        && order.Q >= 0 && order.Q <= _limits.MaxQ
        && order.SeasonalP >= 0 && order.SeasonalP <= _limits.MaxSeasonalP
        && order.SeasonalQ >= 0 && order.SeasonalQ <= _limits.MaxSeasonalQ;

    /// <summary>Fits an order unless it was fitted; true when it is the best so far.</summary>
    private bool Try(ArimaOrder order)
    {
        bool mayFit = _tried.Count < MostModels || !_limits.IsStepwise;
        if (!mayFit || _tried.ContainsKey(order) || (_best is not null && !_task.Budget.Look()))
        {
            return false;
        }

        var candidate = Evaluate(order);
        if (double.IsFinite(candidate.Aicc) && (_best is null || candidate.Aicc < _best.Aicc))
        {
            _best = candidate;
        }

        _tried[order] = Approximates ? candidate with { Fit = null } : candidate; // long series: one is kept
        return _best == candidate;
    }

    private ArimaCandidate Evaluate(ArimaOrder order)
    {
        int free = order.CoefficientCount + _task.Regressors.Count + (order.HasConstant ? 1 : 0);
        int count = _task.Count - order.Lost(_task.Season);
        if (count - free - 2 <= 0)
        {
            return new ArimaCandidate(order, double.PositiveInfinity, null);
        }

        if (Approximates)
        {
            var near = ArimaSearch.Approximate(order, _task);
            return new ArimaCandidate(order, IsSound(near) ? near.Aicc : double.PositiveInfinity, near);
        }

        var fit = ArimaSearch.FitInside(order, _task);
        return new ArimaCandidate(order, fit?.Aicc ?? double.PositiveInfinity, fit);
    }
}
