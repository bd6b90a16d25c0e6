using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Gateway.Auth;

namespace Tollama.Gateway.Admission;

/// <summary>
/// Limits forecasts per caller and minute (contract/http-api §18.2); off unless the environment sets a rate.
/// </summary>
internal sealed partial class RateLimiter
{
    private const string InMemory = "memory";

    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly double? _perMinute;
    private readonly double _burst;

    /// <summary>
    /// A limiter as the environment sets it; the count is this process's own whatever backend is named.
    /// </summary>
    public RateLimiter(GatewayOptions options, TimeProvider time, ILogger<RateLimiter> logger)
    {
        _time = time;
        _perMinute = options.Environment.PositiveNumber("TOLLAMA_RATE_LIMIT_PER_MINUTE");
        _burst = Math.Max(
            1,
            options.Environment.PositiveNumber("TOLLAMA_RATE_LIMIT_BURST") ?? Math.Floor(_perMinute ?? 1));
        if (options.Environment.Text("TOLLAMA_RATE_LIMIT_BACKEND") is { } backend && backend != InMemory)
        {
            LogBackend(logger, backend);
        }
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
                FormattableString.Invariant(
                    $"More than {rate} forecasts a minute; wait {Math.Ceiling(wait.TotalSeconds)} s and retry."))
            {
                RetryAfter = wait,
            };
        }
    }

    [LoggerMessage(
        1060,
        LogLevel.Warning,
        "TOLLAMA_RATE_LIMIT_BACKEND={Backend} is not supported: forecasts are counted in this process's memory. "
        + "Unset it, or set it to 'memory', to silence this")]
    private static partial void LogBackend(ILogger logger, string backend);
}
