namespace Tollama.Gateway.Routing;

/// <summary>The routes of one feature. A group is one line of <see cref="GatewayRoutes"/>.</summary>
internal interface IRouteGroup
{
    /// <summary>Tag of the group in the OpenAPI document.</summary>
    string Name { get; }

    /// <summary>The routes.</summary>
    IEnumerable<GatewayRoute> Routes { get; }
}
