using Microsoft.AspNetCore.Http;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Info;

/// <summary>Diagnostics of the daemon.</summary>
internal sealed class InfoRoutes(InfoReport report) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "info";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
        [
            new("GET", "/api/info", InfoAsync)
            {
                Summary = "Diagnostics: paths, settings, models, runners.",
                Response = "Info",
            },
        ];

    private async Task InfoAsync(HttpContext context) =>
        await JsonAnswer.SendAsync(context, await report.CreateAsync());
}
