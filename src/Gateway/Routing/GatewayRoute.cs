using Microsoft.AspNetCore.Http;

namespace Tollama.Gateway.Routing;

/// <summary>One route: what the server does, and what the OpenAPI document says of it.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Path">Route pattern.</param>
/// <param name="Handler">Answers the request; faults are thrown and end in <see cref="Errors.ErrorBoundary"/>.</param>
internal sealed record GatewayRoute(string Method, string Path, RequestDelegate Handler)
{
    /// <summary>One sentence for the OpenAPI document.</summary>
    public required string Summary { get; init; }

    /// <summary>Schema of the body; null when the route takes none.</summary>
    public string? Request { get; init; }

    /// <summary>Media type of the body.</summary>
    public string RequestType { get; init; } = "application/json";

    /// <summary>Query parameters.</summary>
    public IReadOnlyList<RouteParameter> Query { get; init; } = [];

    /// <summary>Schema of the answer; null when it is not JSON.</summary>
    public string? Response { get; init; }

    /// <summary>Schema of a line where the answer may come as JSON lines; null when it never does.</summary>
    public string? Line { get; init; }

    /// <summary>Media type of the answer.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Who may use it once there are API keys.</summary>
    public RouteAccess Access { get; init; }

    /// <summary>Statuses of its typed errors besides those that every route has.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];
}
