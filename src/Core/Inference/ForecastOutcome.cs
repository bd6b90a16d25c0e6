using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Inference;

/// <summary>How one request of a batch ended: exactly one of result, failure and cancelled.</summary>
public sealed record ForecastOutcome
{
    private ForecastOutcome()
    {
    }

    /// <summary>The answer.</summary>
    public ForecastResult? Result { get; private init; }

    /// <summary>The typed error.</summary>
    public TollamaException? Failure { get; private init; }

    /// <summary>The caller left before its rows were computed.</summary>
    public bool IsCancelled { get; private init; }

    /// <summary>Ended with an answer.</summary>
    public static ForecastOutcome Success(ForecastResult result) => new() { Result = result };

    /// <summary>Ended with a typed error.</summary>
    public static ForecastOutcome Failed(TollamaException failure) => new() { Failure = failure };

    /// <summary>Ended because the caller left.</summary>
    public static ForecastOutcome Cancelled() => new() { IsCancelled = true };
}
