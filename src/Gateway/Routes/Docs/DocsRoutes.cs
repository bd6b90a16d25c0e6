using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tollama.Gateway.OpenApi;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Docs;

/// <summary>The OpenAPI document, and a page that shows it.</summary>
internal sealed class DocsRoutes(GatewayOptions options, IServiceProvider services) : IRouteGroup
{
    private const string Files = "docs";

    /// <inheritdoc/>
    public string Name => "docs";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/openapi.json", DocumentAsync) { Summary = "This document.", Response = "Document", Access = RouteAccess.Docs },
        Page("/docs", "This document as a page.", SendPageAsync),
        Page("/redoc", "This document as a page.", SendPageAsync),
        Page("/docs/oauth2-redirect", "The same page; nothing here signs in by OAuth.", SendPageAsync),
        Page("/docs/static/{file}", "A file of the page.", context => EmbeddedFile.SendNamedAsync(context, Files)) with
        {
            ContentType = "application/octet-stream",
            Errors = [404],
        },
    ];

    private static GatewayRoute Page(string path, string summary, RequestDelegate handler) => new("GET", path, handler)
    {
        Summary = summary,
        ContentType = "text/html",
        Access = RouteAccess.Docs,
    };

    private static Task SendPageAsync(HttpContext context) => EmbeddedFile.SendAsync(context, Files, "index.html");

    // The table holds this group too, so it can be asked for only after everything was made.
    private Task DocumentAsync(HttpContext context) =>
        JsonAnswer.SendAsync(context, OpenApiDocument.Create(services.GetServices<IRouteGroup>(), options.Version));
}
