namespace Tollama.Grains.Devices;

/// <summary>
/// Which copies make room: the set that covers the deficit at the least cost, minimal by construction; none when all
/// together do not cover it.
/// </summary>
internal static class EvictionRule
{
    /// <summary>Up to this many candidates every subset is tried.</summary>
    private const int MostExact = 12;

    /// <summary>
    /// What the loss of a copy costs: its reload times the demand for it; a fifth where another copy can serve.
    /// </summary>
    /// <param name="reload">How long loading it anew takes.</param>
    /// <param name="perSecond">Demand, arrivals per second.</param>
    /// <param name="hasSpareCopy">Whether another copy has room for its work.</param>
    public static double Cost(TimeSpan reload, double perSecond, bool hasSpareCopy) =>
        reload.TotalSeconds * perSecond * (hasSpareCopy ? 0.2 : 1);

    /// <summary>The victims; empty when nothing helps.</summary>
    /// <param name="candidates">The copies of the device.</param>
    /// <param name="deficit">Bytes that are missing, positive.</param>
    /// <param name="mayDisturb">Whether busy copies may be asked to go: not for background work.</param>
    public static IReadOnlyList<EvictionCandidate> Choose(
        IReadOnlyList<EvictionCandidate> candidates, long deficit, bool mayDisturb)
    {
        var legal = new List<EvictionCandidate>(candidates.Count);
        long bytes = 0;
        foreach (var one in candidates)
        {
            if (one is { IsProtected: false, Bytes: > 0 } && (mayDisturb || !one.IsBusy))
            {
                legal.Add(one);
                bytes += one.Bytes;
            }
        }

        if (bytes < deficit)
        {
            return [];
        }

        return legal.Count <= MostExact
            ? ChooseExactly([.. legal.OrderBy(one => one.Model, StringComparer.Ordinal)], deficit)
            : ChooseGreedily(legal, deficit);
    }

    /// <summary>The victims where copies are counted too; empty when nothing helps.</summary>
    /// <param name="candidates">The copies of the device.</param>
    /// <param name="deficit">Bytes that are missing; none is missing at zero and below.</param>
    /// <param name="surplus">Copies that are too many; none is at zero and below.</param>
    /// <param name="mayDisturb">Whether busy copies may be asked to go.</param>
    public static IReadOnlyList<EvictionCandidate> Choose(
        IReadOnlyList<EvictionCandidate> candidates, long deficit, int surplus, bool mayDisturb)
    {
        var cover = deficit > 0 ? Choose(candidates, deficit, mayDisturb) : [];
        if (surplus <= cover.Count || (deficit > 0 && cover.Count == 0))
        {
            return cover;
        }

        EvictionCandidate[] more =
        [
            .. candidates
                .Where(one => one is { IsProtected: false, Bytes: > 0 } && (mayDisturb || !one.IsBusy))
                .Except(cover)
                .OrderBy(one => one.Cost)
                .ThenBy(one => one.Model, StringComparer.Ordinal)
                .Take(surplus - cover.Count),
        ];
        return cover.Count + more.Length < surplus ? [] : [.. cover, .. more];
    }

    private static EvictionCandidate[] ChooseExactly(EvictionCandidate[] legal, long deficit)
    {
        // A set is one that was summed before and its last member: one addition each.
        Span<double> costs = stackalloc double[1 << MostExact];
        Span<long> bytes = stackalloc long[1 << MostExact];
        int best = 0;
        double bestCost = double.PositiveInfinity;
        long bestBytes = long.MaxValue;
        for (int last = 0; last < legal.Length; last++)
        {
            int first = 1 << last;
            for (int set = first; set < first << 1; set++)
            {
                costs[set] = costs[set - first] + legal[last].Cost;
                bytes[set] = bytes[set - first] + legal[last].Bytes;

                // Of equally cheap sets the smaller one: a copy that costs nothing still stays if it is not needed.
                if (
                    bytes[set] >= deficit
                    && (costs[set] < bestCost || (costs[set] == bestCost && bytes[set] < bestBytes)))
                {
                    (best, bestCost, bestBytes) = (set, costs[set], bytes[set]);
                }
            }
        }

        return [.. legal.Where((_, index) => (best & (1 << index)) != 0)];
    }

    private static List<EvictionCandidate> ChooseGreedily(List<EvictionCandidate> legal, long deficit)
    {
        double[] prices = new double[legal.Count];
        int[] cheapest = new int[legal.Count];
        for (int i = 0; i < prices.Length; i++)
        {
            (prices[i], cheapest[i]) = (legal[i].Cost / legal[i].Bytes, i);
        }

        Array.Sort(prices, cheapest);
        var chosen = new List<EvictionCandidate>();
        long bytes = 0;
        for (int i = 0; bytes < deficit; i++)
        {
            var one = legal[cheapest[i]];
            chosen.Add(one);
            bytes += one.Bytes;
        }

        long excess = bytes - deficit;
        foreach (var one in chosen.Where(one => one.Bytes <= excess).OrderByDescending(one => one.Cost).ToList())
        {
            if (one.Bytes <= excess)
            {
                chosen.Remove(one);
                excess -= one.Bytes;
            }
        }

        return chosen;
    }
}
