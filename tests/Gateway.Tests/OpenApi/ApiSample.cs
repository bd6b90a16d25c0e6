using System.Text;
using System.Text.Json.Nodes;

namespace Tollama.Gateway.Tests.OpenApi;

/// <summary>An answer to a request that the OpenAPI document shows.</summary>
/// <param name="Route">Method and path.</param>
/// <param name="Status">Status of the answer.</param>
/// <param name="Body">The answer.</param>
/// <param name="Schema">Pointer to the schema of the answer; null when it is not one JSON document.</param>
internal sealed record ApiSample(string Route, int Status, string Body, string? Schema)
{
    /// <summary>Sends every request that the document has an example of, and every one that needs no body.</summary>
    /// <param name="client">Client of a fresh server.</param>
    /// <param name="document">The document.</param>
    public static async IAsyncEnumerable<ApiSample> AllAsync(HttpClient client, JsonNode document)
    {
        using (await SendAsync(client, "post", "/v1/models/pull", """{"name":"mock","accept_license":false}"""))
        {
            // the examples forecast with it
        }

        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject().Where(pair => pair.Key is "get" or "post"))
            {
                string? request = Pointer(operation!["requestBody"]?["content"]?["application/json"]);
                string? example = request is null
                    ? null
                    : document["components"]!["schemas"]![request.Split('/')[^1]]!["example"]?.ToJsonString();
                bool isEndless = path == "/api/events";
                if (path.Contains('{', StringComparison.Ordinal) || isEndless || (method == "post" && example is null))
                {
                    continue;
                }

                using var answer = await SendAsync(client, method, path, example);
                bool isDocument = answer.Content.Headers.ContentType?.MediaType == "application/json";
                yield return new ApiSample(
                    $"{method} {path}",
                    (int)answer.StatusCode,
                    await answer.Content.ReadAsStringAsync(),
                    isDocument ? Pointer(operation["responses"]!["200"]!["content"]!["application/json"]) : null);
            }
        }
    }

    private static string? Pointer(JsonNode? media) => (string?)media?["schema"]?["$ref"];

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string? body) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        });
}
