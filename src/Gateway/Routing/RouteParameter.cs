namespace Tollama.Gateway.Routing;

/// <summary>A query parameter of a route, for the OpenAPI document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">JSON schema type of its value.</param>
/// <param name="Description">What it does, one sentence.</param>
internal sealed record RouteParameter(string Name, string Type, string Description)
{
    /// <summary>Whether it may be given several times.</summary>
    public bool IsList { get; init; }
}
