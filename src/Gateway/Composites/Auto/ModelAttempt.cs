using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Forecasting;

namespace Tollama.Gateway.Composites.Auto;

/// <summary>Lets one model of several try a request; its fault is a result, so that another may try.</summary>
internal sealed class ModelAttempt(ForecastPipeline pipeline)
{
    /// <summary>Seconds that a model has when the request does not say (contract/http-api §4.4).</summary>
    private const double DefaultTimeoutSeconds = 10;

    /// <summary>Runs the request with a model.</summary>
    public async Task<AttemptResult> RunAsync(
        AutoForecastBody body, string model, Caller caller, CancellationToken cancellationToken)
    {
        var request = body.Request with
        {
            Model = model,
            TimeoutSeconds = body.Request.TimeoutSeconds ?? DefaultTimeoutSeconds,
        };
        var job = new ForecastJob(request, caller)
        {
            KeepAlive = body.KeepAlive,
            WithNarrative = body.ResponseOptions.Narrative,
        };
        try
        {
            return new AttemptResult(model, await pipeline.RunAsync(job, cancellationToken), null);
        }
        catch (TollamaException fault)
        {
            return new AttemptResult(model, null, fault);
        }
    }
}
