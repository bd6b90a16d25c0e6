using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Gateway.Routing;

namespace Tollama.Gateway.OpenApi;

/// <summary>
/// Makes the OpenAPI document from the route table, so that it cannot say anything else than the server does; the schemas
/// of bodies stand in <c>schemas.json</c>.
/// </summary>
internal static class OpenApiDocument
{
    private static readonly int[] CommonErrors = [401, 413, 500];

    /// <summary>The document.</summary>
    /// <param name="groups">The route groups.</param>
    /// <param name="version">Version of the product.</param>
    public static JsonObject Create(IEnumerable<IRouteGroup> groups, string version)
    {
        var paths = new JsonObject();
        foreach (var (group, route) in groups.SelectMany(group => group.Routes.Select(route => (group, route)))
            .OrderBy(pair => pair.route.Path, StringComparer.Ordinal))
        {
            var path = paths[route.Path] as JsonObject;
            if (path is null)
            {
                paths[route.Path] = path = [];
            }

            path[route.Method.ToLowerInvariant()] = Operation(group.Name, route);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "tollama",
                ["version"] = version,
                ["description"] = "Forecasts with time-series foundation models.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "http://127.0.0.1:11435" }),
            ["security"] = new JsonArray(new JsonObject(), new JsonObject { ["key"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = Schemas(),
                ["securitySchemes"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
            },
        };
    }

    private static JsonObject Operation(string tag, GatewayRoute route)
    {
        var operation = new JsonObject
        {
            ["operationId"] = OperationId(route),
            ["summary"] = route.Summary,
            ["tags"] = new JsonArray(tag),
        };
        if (PathParameter(route.Path) is { } parameter)
        {
            operation["parameters"] = new JsonArray(new JsonObject
            {
                ["name"] = parameter,
                ["in"] = "path",
                ["required"] = true,
                ["schema"] = new JsonObject { ["type"] = "string" },
            });
        }

        if (route.Request is { } request)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject { ["application/json"] = Media(request) },
            };
        }

        operation["responses"] = Responses(route);
        return operation;
    }

    private static JsonObject Responses(GatewayRoute route)
    {
        var success = route.Response is { } response
            ? Media(response)
            : new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        var responses = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = "Success.",
                ["content"] = new JsonObject { [route.ContentType] = success },
            },
        };
        IEnumerable<int> errors = route.Request is null ? route.Errors : [400, .. route.Errors];
        foreach (int status in errors.Concat(CommonErrors).Distinct().Order())
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["description"] = Describe(status),
                ["content"] = status == 500
                    ? new JsonObject { ["text/plain"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } } }
                    : new JsonObject { ["application/json"] = Media("Error") },
            };
        }

        return responses;
    }

    private static string Describe(int status) => status switch
    {
        400 => "The request is not valid, or cannot be carried out as it stands.",
        401 => "The server needs an API key.",
        404 => "The named thing does not exist or is not installed.",
        409 => "The model's license has not been accepted, or another operation on it is running.",
        413 => "The body is too large.",
        429 => "Too many forecasts in a minute; see Retry-After.",
        502 => "The model or the hub failed.",
        503 => "Not available now; retry later.",
        _ => "A fault of the server.",
    };

    private static JsonObject Media(string schema) => new()
    {
        ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + schema },
    };

    private static JsonNode? Schemas()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi-schemas.json")!; // embedded
        return JsonNode.Parse(stream);
    }

    private static string OperationId(GatewayRoute route) =>
        route.Method.ToLowerInvariant() + string.Concat(route.Path
            .Split(['/', '-', '.', '{', '}'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string? PathParameter(string path)
    {
        int start = path.IndexOf('{', StringComparison.Ordinal);
        return start < 0 ? null : path[(start + 1)..path.IndexOf('}', StringComparison.Ordinal)];
    }
}
