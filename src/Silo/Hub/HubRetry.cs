using Polly;
using Polly.Retry;

namespace Tollama.Silo.Hub;

/// <summary>
/// Repeats what failed for a passing reason, with growing waits; a wait that the hub asks for is honoured.
/// </summary>
internal static class HubRetry
{
    /// <summary>The policy of a client.</summary>
    public static ResiliencePipeline Create(HubOptions options, TimeProvider time)
    {
        if (options.Attempts <= 1)
        {
            return ResiliencePipeline.Empty;
        }

        var strategy = new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HubException>(fault => fault.IsTransient),
            MaxRetryAttempts = options.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.FirstDelay,
            MaxDelay = options.LongestDelay,
            DelayGenerator = attempt => new ValueTask<TimeSpan?>(AskedFor(attempt.Outcome.Exception, options)),
        };
        return new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(strategy).Build();
    }

    private static TimeSpan? AskedFor(Exception? fault, HubOptions options)
    {
        var asked = (fault as HubException)?.RetryAfter;
        return asked > options.LongestDelay ? options.LongestDelay : asked;
    }
}
