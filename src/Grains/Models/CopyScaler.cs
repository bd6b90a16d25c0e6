namespace Tollama.Grains.Models;

/// <summary>
/// Watches how busy a model's copies are and says how many there should be. It has no clock: windows and the time come
/// in. Growing needs a busy share above 0.8, shrinking to n one that stays below 0.5 on n, so that the two never
/// alternate.
/// </summary>
internal sealed class CopyScaler(CopyRules rules)
{
    private readonly List<TimeSpan> _waits = [];
    private readonly List<TimeSpan> _services = [];
    private TimeSpan _busy;
    private TimeSpan _windowBegan;
    private double? _share;
    private int _hotWindows;
    private TimeSpan? _quietSince;
    private TimeSpan _changedAt = TimeSpan.MinValue;

    /// <summary>Notes an answer.</summary>
    /// <param name="waited">How long it waited for the engine.</param>
    /// <param name="computed">How long its engine call took.</param>
    /// <param name="share">Its share of that call, of which others may have had a part.</param>
    public void Note(TimeSpan waited, TimeSpan computed, TimeSpan share)
    {
        _waits.Add(waited);
        _services.Add(computed);
        _busy += share;
    }

    /// <summary>The number of copies has changed, by whatever cause.</summary>
    public void Changed(TimeSpan now)
    {
        _changedAt = now;
        _hotWindows = 0;
        _quietSince = null;
    }

    /// <summary>Ends a window.</summary>
    /// <param name="copies">Copies that serve, at least one.</param>
    /// <param name="devices">Devices that could have one.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many copies there should be.</returns>
    public int EndWindow(int copies, int devices, TimeSpan now)
    {
        var length = now - _windowBegan;
        double seen = length > TimeSpan.Zero ? _busy / (length * copies) : 0;
        double kept = Math.Pow(2, -(length / rules.HalfLife));
        double share = _share is { } before ? (before * kept) + (seen * (1 - kept)) : seen;
        bool isHot =
            share > rules.UpAbove && Percentile(_waits, 0.95) > Longer(rules.ShortWait, 2 * Percentile(_services, 0.5));
        (_share, _busy, _windowBegan) = (share, TimeSpan.Zero, now);
        _waits.Clear();
        _services.Clear();
        _hotWindows = isHot ? _hotWindows + 1 : 0;
        if (_hotWindows >= rules.WindowsToGrow)
        {
            return Grown(copies, share, devices);
        }

        return MayShrink(copies, share, now) ? copies - 1 : copies;
    }

    /// <summary>How many copies bring a busy share down to the target.</summary>
    public int Grown(int copies, double share, int devices)
    {
        int most = rules.MostCopies > 0 ? Math.Min(rules.MostCopies, devices) : devices;
        int wanted = (int)Math.Ceiling(copies * share / rules.Target);
        int step = Math.Max(1, devices / 3);
        return Math.Max(copies, Math.Min(Math.Min(wanted, copies + step), most));
    }

    private bool MayShrink(int copies, double share, TimeSpan now)
    {
        if (copies <= 1 || share * copies / (copies - 1) >= rules.DownBelow)
        {
            _quietSince = null;
            return false;
        }

        _quietSince ??= now;
        return now - _quietSince >= rules.QuietToShrink
            && (_changedAt == TimeSpan.MinValue || now - _changedAt >= rules.Settle);
    }

    private static TimeSpan Percentile(List<TimeSpan> values, double level)
    {
        if (values.Count == 0)
        {
            return TimeSpan.Zero;
        }

        values.Sort();
        return values[(int)Math.Ceiling(level * values.Count) - 1];
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
