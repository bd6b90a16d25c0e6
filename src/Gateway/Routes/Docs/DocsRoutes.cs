using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tollama.Gateway.OpenApi;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Docs;

/// <summary>The OpenAPI document, made when it is first asked for.</summary>
internal sealed class DocsRoutes(GatewayOptions options, IServiceProvider services) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "docs";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/openapi.json", DocumentAsync) { Summary = "This document.", Response = "Document", Access = RouteAccess.Docs },
    ];

    // The table holds this group too, so it can be asked for only after everything was made.
    private Task DocumentAsync(HttpContext context) =>
        JsonAnswer.SendAsync(context, OpenApiDocument.Create(services.GetServices<IRouteGroup>(), options.Version));
}
