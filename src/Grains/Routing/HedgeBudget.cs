namespace Tollama.Grains.Routing;

/// <summary>
/// When a forecast has waited so long that a second copy is asked too: longer than 95 of 100 of late, and as long as
/// that extra work stays a small share of all (Dean and Barroso, "The Tail at Scale", 2013). It has no clock.
/// </summary>
/// <param name="rules">Numbers.</param>
internal sealed class HedgeBudget(RoutingRules rules)
{
    /// <summary>Answers that must be known before what is long can be said.</summary>
    private const int LeastAnswers = 20;

    /// <summary>Hedges that may be saved up.</summary>
    private const double MostCredit = 3;

    private readonly RecentTimes _answers = new(rules.SlowFor);
    private double _credit;

    /// <summary>Forecasts that a second copy was asked for.</summary>
    public long Taken { get; private set; }

    /// <summary>Those that the second copy answered first.</summary>
    public long Won { get; private set; }

    /// <summary>Notes an answer, and how long it took from when it was sent.</summary>
    public void Note(TimeSpan took, TimeSpan now)
    {
        if (rules.Hedges)
        {
            _answers.Add(took, now);
            _credit = Math.Min(MostCredit, _credit + rules.HedgeShare);
        }
    }

    /// <summary>How long a forecast waits before a second copy is asked; null for ever.</summary>
    public TimeSpan? Delay(TimeSpan now) => rules.Hedges ? _answers.High(LeastAnswers, now) : null;

    /// <summary>Takes one of the hedges that there may be.</summary>
    public bool TryTake()
    {
        if (_credit < 1)
        {
            return false;
        }

        _credit--;
        Taken++;
        return true;
    }

    /// <summary>Notes that a second copy was first.</summary>
    public void NoteWon() => Won++;
}
