using System.Collections.Concurrent;
using Tollama.Core.Errors;
using Tollama.Gateway.Auth;

namespace Tollama.Gateway.Admission;

/// <summary>Limits forecasts per caller and minute (contract/http-api §18.2); off unless the environment sets a rate.</summary>
internal sealed class RateLimiter
{
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly double? _perMinute;
    private readonly double _burst;

    /// <summary>A limiter as the environment sets it.</summary>
    public RateLimiter(GatewayOptions options, TimeProvider time)
    {
        _time = time;
        _perMinute = options.Environment.PositiveNumber("TOLLAMA_RATE_LIMIT_PER_MINUTE");
        _burst = Math.Max(1, options.Environment.PositiveNumber("TOLLAMA_RATE_LIMIT_BURST") ?? Math.Floor(_perMinute ?? 1));
    }

    /// <summary>Counts one forecast.</summary>
    /// <exception cref="TollamaException">RateLimited: the caller must wait.</exception>
    public void Take(Caller caller)
    {
        if (_perMinute is not { } rate)
        {
            return;
        }

        // One bucket per known key, plus one for everybody without: callers cannot make more of them.
        var bucket = _buckets.GetOrAdd(caller.KeyId, _ => new TokenBucket(_burst, rate / 60, _time));
        if (!bucket.TryTake(out var wait))
        {
            throw new TollamaException(
                ErrorCode.RateLimited,
                FormattableString.Invariant($"More than {rate} forecasts a minute; wait {Math.Ceiling(wait.TotalSeconds)} s and retry."))
            {
                RetryAfter = wait,
            };
        }
    }
}
