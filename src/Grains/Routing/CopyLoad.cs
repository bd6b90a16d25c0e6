namespace Tollama.Grains.Routing;

/// <summary>What the router knows of one copy.</summary>
/// <param name="device">The device that it is on.</param>
/// <param name="rules">How far back it is looked at.</param>
internal sealed class CopyLoad(string device, RoutingRules rules)
{
    /// <summary>A new time counts for so much of what is usual.</summary>
    private const double News = 0.2;

    /// <summary>The device that it is on.</summary>
    public string Device => device;

    /// <summary>Forecasts that were sent there and have not come back.</summary>
    public int Outstanding { get; set; }

    /// <summary>What it counts for beside others.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>Since when its engine calls take long; null where they do not.</summary>
    public TimeSpan? SlowSince { get; set; }

    /// <summary>When it was last given a forecast, slow as it was.</summary>
    public TimeSpan ProbedAt { get; set; }

    /// <summary>Its engine calls of late.</summary>
    public RecentTimes Calls { get; } = new(rules.SlowFor / 3);

    /// <summary>What a forecast usually takes of its engine; null before the first.</summary>
    public TimeSpan? Usual { get; private set; }

    /// <summary>Whether it was found slow.</summary>
    public bool IsSlow => Weight < 1;

    /// <summary>Notes an answer.</summary>
    /// <param name="computed">How long its engine call took.</param>
    /// <param name="share">Its part of that call.</param>
    /// <param name="now">The time.</param>
    public void Note(TimeSpan computed, TimeSpan share, TimeSpan now)
    {
        Calls.Add(computed, now);
        Usual = Usual is { } usual ? (usual * (1 - News)) + (share * News) : share;
    }
}
