using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>
/// Models whose files are on their way to this machine: they hold no memory and take no place in the lane.
/// </summary>
internal sealed partial class DeviceScheduler
{
    private readonly Dictionary<string, Fetch> _fetches = new(StringComparer.Ordinal);

    /// <summary>Models whose files are being fetched.</summary>
    public IReadOnlyCollection<Fetch> Fetches => _fetches.Values;

    /// <summary>Fetching a model's files begins, unless they could not be loaded anyway.</summary>
    public LoadTicket BeginFetch(LoadWish wish, TimeSpan now)
    {
        var (refusal, retryAfter) = Refusal(wish, now);
        if (refusal == LoadRefusal.None)
        {
            double least = wish.EstimatedBytes / (double)rules.FetchFloor;
            var limit = TimeSpan.FromSeconds(Math.Max(least, rules.FetchLimit.TotalSeconds));
            _fetches[wish.Model] = new Fetch(wish, Predict(wish), now + limit, rules.FetchStall) { ProgressAt = now };
        }

        return new LoadTicket(refusal, 0, retryAfter);
    }

    /// <summary>So many bytes of a model's files have come.</summary>
    public void ContinueFetch(string model, long bytes, TimeSpan now)
    {
        if (_fetches.TryGetValue(model, out var fetch) && bytes > fetch.Fetched)
        {
            (fetch.Fetched, fetch.ProgressAt) = (bytes, now);
        }
    }

    /// <summary>A model's files are there, or nobody fetches them any more.</summary>
    public void EndFetch(string model) => _fetches.Remove(model);

    /// <summary>Fetching failed: counted like a load that failed.</summary>
    public void FailFetch(string model, bool mayPass, TimeSpan now)
    {
        if (_fetches.Remove(model))
        {
            CountFailure(_histories[model], mayPass, now);
        }
    }

    private void StopOverdueFetches(TimeSpan now)
    {
        foreach (var fetch in _fetches.Values.Where(fetch => fetch.Deadline <= now).ToArray())
        {
            FailFetch(fetch.Wish.Model, mayPass: true, now);
            _orders.Add(new DeviceOrder.StopFetch(fetch.Wish.Model));
        }
    }
}
