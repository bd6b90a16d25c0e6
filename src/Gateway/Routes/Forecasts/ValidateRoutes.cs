using Microsoft.AspNetCore.Http;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Forecasting.DryRuns;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Forecasts;

/// <summary>Dry runs: what a forecast would meet, without running it.</summary>
internal sealed class ValidateRoutes(DryRun dryRun, ForecastJobs jobs) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "forecasts";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/validate", ValidateAsync)
        {
            Summary = "Checks a forecast request without running it.",
            Request = "ForecastRequest",
            Response = "DryRunReport",
        },
    ];

    private async Task ValidateAsync(HttpContext context)
    {
        DryRunReport report;
        try
        {
            report = await BodyRun.RunAsync(context, Read, body => body.Request is null
                ? Task.FromResult(DryRunReport.Invalid(body.Errors))
                : CheckAsync(body.Request, context));
        }
        catch (ValidationException fault) when (fault.IsNoObject)
        {
            // not declared as JSON: a text
            report = DryRunReport.Invalid(fault.Issues.Select(issue => issue.Describe()));
        }

        await JsonAnswer.SendAsync(context, report.ToJson());
    }

    /// <summary>A profile or a table that cannot be used is a problem of the request, not of this check.</summary>
    private async Task<DryRunReport> CheckAsync(ForecastBody body, HttpContext context)
    {
        ForecastJob job;
        try
        {
            job = await jobs.CreateAsync(body, context.Caller(), context.RequestAborted);
        }
        catch (TollamaException fault)
            when (fault.Code is ErrorCode.NotFound or ErrorCode.InvalidRequest or ErrorCode.ValidationFailed)
        {
            return DryRunReport.Invalid([fault.Message]);
        }

        return await dryRun.RunAsync(job.Request);
    }

    /// <summary>
    /// The body, or its problems one by one. A body that is no JSON, or none at all, is refused as everywhere.
    /// </summary>
    private static (ForecastBody? Request, IEnumerable<string> Errors) Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return (ForecastBodies.ReadForecast(bytes, ForecastRoute.Validate), []);
        }
        catch (ValidationException fault)
            when (fault.Issues[0].Type != "json_invalid"
                && fault.Issues[0] is not { Type: "missing", Location.Count: 1 })
        {
            return (null, fault.Issues.Select(issue => issue.Describe()));
        }
    }
}
