using Microsoft.AspNetCore.Http;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Composites.PostProcessing;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.PostProcessing;

/// <summary>Working on finished forecasts: intervals, and sums that add up.</summary>
internal sealed class PostProcessingRoutes : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "post-processing";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/conformal", ConformalAsync)
        {
            Summary = "Adds conformal prediction intervals to a forecast.",
            Request = "ConformalRequest",
            Response = "ForecastResponse",
        },
        new("POST", "/api/reconcile", ReconcileAsync)
        {
            Summary = "Makes forecasts of a hierarchy add up, or checks that they do.",
            Request = "ReconcileRequest",
            Response = "Reconciled",
        },
    ];

    private static async Task ConformalAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, PostProcessingBodies.ReadConformal);
        await JsonAnswer.SendComputedAsync(context, ConformalRun.Run(body));
    }

    private static async Task ReconcileAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, PostProcessingBodies.ReadReconcile);
        await JsonAnswer.SendComputedAsync(context, ReconcileRun.Run(body));
    }
}
