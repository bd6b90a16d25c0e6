namespace Tollama.Grains.Routing;

/// <summary>
/// Says which copy of a model computes a forecast: of two that are drawn, the one that would be through with it first.
/// It has no clock: the time comes in.
/// </summary>
/// <remarks>
/// Two random choices balance almost as well as a look at all (Mitzenmacher, "The Power of Two Choices in Randomized
/// Load Balancing", 2001), and do not send everybody to the same copy when what is known of them is old.
/// </remarks>
/// <param name="rules">Numbers.</param>
/// <param name="random">Draws.</param>
internal sealed class CopyRouter(RoutingRules rules, Random random)
{
    /// <summary>Engine calls that must be known of a copy before it is compared.</summary>
    private const int LeastCalls = 5;

    private const int MostSessions = 4096;

    private static readonly TimeSpan JudgeEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(100);

    private readonly Dictionary<string, (CopyLoad Copy, TimeSpan At)> _sessions = new(StringComparer.Ordinal);
    private TimeSpan _judgedAt = TimeSpan.MinValue;

    /// <summary>How often a copy was found slow.</summary>
    public long Ejections { get; private set; }

    /// <summary>The copy for a forecast; null where there is none.</summary>
    /// <param name="copies">Those that serve.</param>
    /// <param name="session">Who asks; its forecasts stay together where that costs little.</param>
    /// <param name="now">The time.</param>
    public CopyLoad? Choose(IReadOnlyList<CopyLoad> copies, string session, TimeSpan now)
    {
        if (copies.Count <= 1)
        {
            return copies.Count == 0 ? null : copies[0];
        }

        JudgeNowAndThen(copies, now);
        if (copies.FirstOrDefault(copy => IsToBeProbed(copy, now)) is { } slow)
        {
            slow.ProbedAt = now;
            return slow;
        }

        var last = Last(copies, session, now);
        var one = last ?? Draw(copies, except: null);
        var other = Draw(copies, except: one);
        var chosen = Cost(one, copies, last) <= Cost(other, copies, last) ? one : other;
        Remember(session, chosen, now);
        return chosen;
    }

    /// <summary>Another copy for the same forecast, which the first lets wait; null where there is none.</summary>
    public CopyLoad? Second(IReadOnlyList<CopyLoad> copies, CopyLoad first)
    {
        CopyLoad[] others = [.. copies.Where(copy => copy != first && !copy.IsSlow)];
        return others.MinBy(copy => Cost(copy, others, last: null));
    }

    /// <summary>Notes an answer; a slow copy that answered as fast as others is slow no more.</summary>
    public void Note(
        CopyLoad copy, IReadOnlyList<CopyLoad> copies, TimeSpan computed, TimeSpan share, TimeSpan now)
    {
        copy.Note(computed, share, now);
        if (copy.IsSlow && Typical(copies, now) is { } typical && computed <= typical * rules.SlowFactor)
        {
            copy.Weight = 1;
            copy.SlowSince = null;
            copy.Calls.Clear();
        }
    }

    private bool IsToBeProbed(CopyLoad copy, TimeSpan now) =>
        copy.IsSlow && copy.Outstanding == 0 && now - copy.ProbedAt >= rules.ProbeEvery;

    /// <summary>
    /// When a copy would be through with one more, as far as that can be compared: what it has and that one, each as
    /// long as usual. One that has answered nothing yet counts as the others do.
    /// </summary>
    private double Cost(CopyLoad copy, IReadOnlyList<CopyLoad> copies, CopyLoad? last)
    {
        double usual = copy.Usual?.TotalSeconds
            ?? copies.Where(other => other.Usual is not null)
                .Select(other => other.Usual!.Value.TotalSeconds) // chosen for having one
                .DefaultIfEmpty(1)
                .Average();
        double cost = (copy.Outstanding + 1) * Math.Max(usual, Shortest.TotalSeconds) / copy.Weight;
        return copy == last ? cost * (1 - rules.AffinityBonus) : cost;
    }

    private CopyLoad? Last(IReadOnlyList<CopyLoad> copies, string session, TimeSpan now) =>
        _sessions.TryGetValue(session, out var last)
        && now - last.At < rules.AffinityFor
        && !last.Copy.IsSlow
        && copies.Contains(last.Copy)
            ? last.Copy
            : null;

    private void Remember(string session, CopyLoad copy, TimeSpan now)
    {
        if (session.Length == 0)
        {
            return;
        }

        if (_sessions.Count >= MostSessions && !_sessions.ContainsKey(session))
        {
            foreach (var (old, last) in _sessions)
            {
                if (now - last.At >= rules.AffinityFor)
                {
                    _sessions.Remove(old);
                }
            }

            if (_sessions.Count >= MostSessions)
            {
                _sessions.Clear();
            }
        }

        _sessions[session] = (copy, now);
    }

    /// <summary>Draws a copy, each as often as it counts for.</summary>
    private CopyLoad Draw(IReadOnlyList<CopyLoad> copies, CopyLoad? except)
    {
        double left = random.NextDouble() * copies.Where(copy => copy != except).Sum(copy => copy.Weight);
        CopyLoad? drawn = null;
        foreach (var copy in copies)
        {
            if (copy == except)
            {
                continue;
            }

            drawn = copy;
            left -= copy.Weight;
            if (left < 0)
            {
                break;
            }
        }

        return drawn!; // there are two copies at least
    }

    private void JudgeNowAndThen(IReadOnlyList<CopyLoad> copies, TimeSpan now)
    {
        if (_judgedAt != TimeSpan.MinValue && now - _judgedAt < JudgeEvery)
        {
            return;
        }

        _judgedAt = now;
        var typical = Typical(copies, now);
        foreach (var copy in copies)
        {
            if (!copy.IsSlow)
            {
                Judge(copy, typical, now);
            }
        }
    }

    private void Judge(CopyLoad copy, TimeSpan? typical, TimeSpan now)
    {
        bool takesLong = copy.Calls.High(LeastCalls, now) is { } high && high > typical * rules.SlowFactor;
        copy.SlowSince = takesLong ? copy.SlowSince ?? now : null;
        if (now - copy.SlowSince >= rules.SlowFor)
        {
            copy.Weight = rules.SlowWeight;
            copy.ProbedAt = now;
            copy.Calls.Clear();
            Ejections++;
        }
    }

    /// <summary>
    /// The median of what the copies' engine calls take (95 of 100), the lower one of two; null where none is known.
    /// Copies that were found slow do not count.
    /// </summary>
    private static TimeSpan? Typical(IReadOnlyList<CopyLoad> copies, TimeSpan now)
    {
        TimeSpan[] known =
        [
            .. copies.Where(copy => !copy.IsSlow)
                .Select(copy => copy.Calls.High(LeastCalls, now))
                .OfType<TimeSpan>()
                .Order(),
        ];
        return known.Length == 0 ? null : known[(known.Length - 1) / 2];
    }
}
