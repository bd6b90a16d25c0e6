using System.Collections.Frozen;
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
    private const string Page = "index.html";

    /// <summary>The page asks this server only, and nobody may frame it.</summary>
    private const string ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => "dashboard";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes => options.Environment.Flag("TOLLAMA_DASHBOARD") == false ? [State] : [State, .. Pages];

    private GatewayRoute State => new("GET", "/api/dashboard/state", StateAsync)
    {
        Summary = "What the dashboard shows.",
        Response = "DashboardState",
    };

    private static IEnumerable<GatewayRoute> Pages =>
    [
        PageRoute("/dashboard", "The dashboard.", context => SendAsync(context, Page)),
        PageRoute("/dashboard/{**view}", "A view of the dashboard: the same page.", context => SendAsync(context, Page)),
        PageRoute(
            "/dashboard/static/{file}", "A file of the dashboard.", context => SendAsync(context, Segment(context, "file"))) with
        {
            ContentType = "application/octet-stream",
            Errors = [404],
        },
        PageRoute("/dashboard/partials/{name}", "A part of the page; this dashboard has none.", RefusePartialAsync) with { Errors = [404] },
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
        ErrorCode.NotFound, $"The dashboard has no partial '{Segment(context, "name")}'; open /dashboard.");

    private static async Task SendAsync(HttpContext context, string file)
    {
        // Only names of embedded files can be found: no path leads to a disk.
        using var content = typeof(DashboardRoutes).Assembly.GetManifestResourceStream("dashboard/" + file)
            ?? throw new TollamaException(ErrorCode.NotFound, $"The dashboard has no file '{file}'.");
        context.Response.ContentType = MediaTypes[Path.GetExtension(file)];
        context.Response.ContentLength = content.Length;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static string Segment(HttpContext context, string name) => (string)context.Request.RouteValues[name]!; // of the pattern
}
