using Microsoft.AspNetCore.Http;
using Tollama.Core.Errors;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Dashboard;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Dashboard;

/// <summary>The dashboard: a page of its own and the data it shows (contract/http-api §18.11).</summary>
internal sealed class DashboardRoutes(DashboardState state, GatewayOptions options) : IRouteGroup
{
    private const string Files = "dashboard";

    /// <inheritdoc/>
    public string Name => "dashboard";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
        options.Environment.Flag("TOLLAMA_DASHBOARD") == false ? [State] : [State, .. Pages];

    private GatewayRoute State => new("GET", "/api/dashboard/state", StateAsync)
    {
        Summary = "What the dashboard shows.",
        Response = "DashboardState",
    };

    private static IEnumerable<GatewayRoute> Pages =>
    [
        PageRoute("/dashboard", "The dashboard.", SendPageAsync),
        PageRoute("/dashboard/{**view}", "A view of the dashboard: the same page.", SendPageAsync),
        PageRoute(
            "/dashboard/static/{**file}", "A file of the dashboard.", context => EmbeddedFile.SendNamedAsync(context, Files)) with
        {
            ContentType = "application/octet-stream",
            Errors = [404],
        },
        PageRoute("/dashboard/partials/{**name}", "A part of the page; this dashboard has none.", RefusePartialAsync) with { Errors = [404] },
    ];

    private static GatewayRoute PageRoute(string path, string summary, RequestDelegate handler) => new("GET", path, handler)
    {
        Summary = summary,
        ContentType = "text/html",
        Access = RouteAccess.Dashboard,
    };

    private async Task StateAsync(HttpContext context) =>
        await JsonAnswer.SendAsync(context, await state.CreateAsync(context.Caller()));

    private static Task RefusePartialAsync(HttpContext context) => throw new TollamaException(
        ErrorCode.NotFound, $"The dashboard has no partial '{context.Request.RouteValues["name"]}'; open /dashboard.");

    private static Task SendPageAsync(HttpContext context) => EmbeddedFile.SendAsync(context, Files, "index.html");
}
