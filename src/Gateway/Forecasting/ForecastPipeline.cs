using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Gateway.Admission;
using Tollama.Grains;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Forecasting;

/// <summary>
/// Executes one forecast from valid request to complete answer (contract/http-api §4.1). Every route that forecasts,
/// the composites too, goes through here: limits, metering and events hold for each execution.
/// </summary>
internal sealed partial class ForecastPipeline(
    ModelDirectory models,
    IGrainFactory grains,
    RateLimiter limiter,
    ForecastObservers observers,
    UsualKeepAlive usual,
    GatewayOptions options,
    TimeProvider time,
    ILogger<ForecastPipeline> log)
{
    private readonly ILogger _log = log;

    /// <summary>Longer waits than timers can count are cut to this.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    /// <summary>Runs a forecast.</summary>
    /// <param name="job">What to forecast.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="TollamaException">Every fault of contract/http-api §1.4.</exception>
    public async Task<ForecastResponse> RunAsync(ForecastJob job, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        limiter.Take(job.Caller);
        var artifact = await models.FindAsync(job.Request.Model);
        var prepared = ForecastPreparation.Prepare(job, artifact);
        var keepAlive = usual.Resolve(job.KeepAlive);
        observers.Starting(job.Caller, artifact, prepared.Request);
        long called = time.GetTimestamp();
        var result = await CallAsync(
            new ForecastCall(artifact, prepared.ForModel(), keepAlive, job.Caller.KeyId, Class: job.Caller.Class),
            job,
            cancellationToken);
        var response = ForecastAnswer.Compose(
            job,
            prepared,
            artifact,
            result,
            new Elapsed(time.GetElapsedTime(called), time.GetElapsedTime(started)),
            observers.PeakMemoryMb);
        observers.Completed(job.Caller, artifact, response);
        AnswerMemory.Add(response); // nothing but the answer needs it from here on
        return response;
    }

    private async Task<ForecastResult> CallAsync(
        ForecastCall call,
        ForecastJob job,
        CancellationToken cancellationToken)
    {
        var timeout = Timeout(job);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        CallDeadline.Set(timeout, time); // whoever computes it gives up by itself, even if nobody can tell it to
        try
        {
            var model = grains.GetGrain<IModelGrain>(call.Artifact.Name);
            return await RetryOnSiloLoss.RunTwiceAsync(
                losses => model.ForecastAsync(call with { Losses = losses, TimeLimit = timeout }, either.Token),
                either.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TollamaException(
                ErrorCode.DeadlineExceeded,
                FormattableString.Invariant(
                    $"Model '{job.Request.Model}' did not answer within {timeout.TotalSeconds} s; send less, or a larger timeout."
                ),
                fault);
        }
        catch (Exception fault) when (fault is not (TollamaException or OperationCanceledException))
        {
            // A grain's bug arrives as it was thrown in one process, and typed across processes. Callers see one kind.
            LogBug(fault, job.Request.Model);
            throw new TollamaException(
                ErrorCode.Internal,
                $"Model '{job.Request.Model}' failed unexpectedly; the server's log has the details.",
                fault);
        }
    }

    /// <summary>The request's own timeout, else the server's (contract/http-api §4.4).</summary>
    private TimeSpan Timeout(ForecastJob job)
    {
        var timeout = job.Request.TimeoutSeconds is { } seconds
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestTimeout.TotalSeconds))
            : options.ForecastTimeout;
        return timeout < LongestTimeout ? timeout : LongestTimeout;
    }

    [LoggerMessage(1050, LogLevel.Error, "Model {Model} failed unexpectedly")]
    private partial void LogBug(Exception fault, string model);
}
