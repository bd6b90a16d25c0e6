using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.OpenApi;

/// <summary>
/// Makes the OpenAPI document from the route table, so that it cannot say anything else than the server does; the
/// schemas of bodies stand in <c>Schemas/</c>, one file a feature.
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
            string template = Template(route.Path);
            var path = paths[template] as JsonObject;
            if (path is null)
            {
                paths[template] = path = [];
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
        JsonArray parameters = [.. PathParameters(route.Path).Concat(route.Query.Select(QueryParameter))];
        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }

        if (route.Request is { } request)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject { [route.RequestType] = Media(request) },
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
        if (route.Line is { } line)
        {
            responses["200"]!["content"]![NdjsonStream.ContentType] = Media(line);
        }

        IEnumerable<int> errors =
            route.Request is null && route.Query.Count == 0 ? route.Errors : [400, .. route.Errors];
        foreach (int status in errors.Concat(CommonErrors).Distinct().Order())
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = new JsonObject
            {
                ["description"] = ErrorExamples.Describe(status),
                ["content"] = Failure(status),
            };
            if (ErrorExamples.Header(status) is var (name, meaning))
            {
                responses[status.ToString(CultureInfo.InvariantCulture)]!["headers"] = new JsonObject
                {
                    [name] = new JsonObject
                    {
                        ["description"] = meaning,
                        ["schema"] = new JsonObject { ["type"] = "string" },
                    },
                };
            }
        }

        return responses;
    }

    private static JsonObject Failure(int status)
    {
        if (status == 500)
        {
            return new JsonObject
            {
                ["text/plain"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
            };
        }

        var media = Media("Error");
        media["example"] = ErrorExamples.Body(status);
        return new JsonObject { ["application/json"] = media };
    }

    private static JsonObject Media(string schema) => new()
    {
        ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/" + schema },
    };

    private static JsonObject Schemas()
    {
        var assembly = typeof(OpenApiDocument).Assembly;
        var schemas = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (
            string resource in assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith("openapi/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!; // embedded
            foreach (var (name, schema) in JsonNode.Parse(stream)!.AsObject())
            {
                schemas.Add(name, schema?.DeepClone());
            }
        }

        return new JsonObject(schemas);
    }

    private static string OperationId(GatewayRoute route) =>
        route.Method.ToLowerInvariant() + string.Concat(route.Path
            .Split(['/', '-', '.', '{', '}', '*', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The path as OpenAPI writes it: a parameter that takes several segments is one like any other.</summary>
    private static string Template(string path) => path.Replace("*", string.Empty, StringComparison.Ordinal);

    private static IEnumerable<JsonNode> PathParameters(string path) => Template(path)
        .Split('/')
        .Where(segment => segment.StartsWith('{'))
        .Select(segment => new JsonObject
        {
            ["name"] = segment.Trim('{', '}'),
            ["in"] = "path",
            ["required"] = true,
            ["schema"] = new JsonObject { ["type"] = "string" },
        });

    private static JsonNode QueryParameter(RouteParameter parameter)
    {
        var value = new JsonObject { ["type"] = parameter.Type };
        return new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = "query",
            ["description"] = parameter.Description,
            ["schema"] = parameter.IsList ? new JsonObject { ["type"] = "array", ["items"] = value } : value,
        };
    }
}
