using System.Text.Json.Nodes;
using Tollama.Gateway.Errors;

namespace Tollama.Gateway.OpenApi;

/// <summary>What each error status means, and an answer as the server gives it.</summary>
internal static class ErrorExamples
{
    /// <summary>One sentence on a status.</summary>
    public static string Describe(int status) => status switch
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

    /// <summary>The header that tells more about a status, and what it says; null when there is none.</summary>
    public static (string Name, string Meaning)? Header(int status) => status switch
    {
        401 => ("WWW-Authenticate", "Bearer: the scheme in which the key is sent."),
        429 => ("Retry-After", "Seconds until the next forecast may run."),
        503 => ("Retry-After", "Seconds to wait, where the server can tell."),
        _ => null,
    };

    /// <summary>An error body of a status, with the hint that the server adds.</summary>
    public static JsonObject Body(int status)
    {
        var (text, detail) = status switch
        {
            400 => Structured("model_attributes_type", new JsonArray(new JsonObject
            {
                ["type"] = "greater_than",
                ["loc"] = new JsonArray("body", "horizon"),
                ["msg"] = "Input should be greater than 0",
                ["input"] = 0,
                ["ctx"] = new JsonObject { ["gt"] = 0 },
            })),
            401 => Text("This server needs an API key; send it as 'Authorization: Bearer <key>'."),
            404 => Text(
                "Model 'chronos2' is not installed; pull it first, or list what is installed with GET /api/tags."),
            409 => Text(
                "The license of model 'moirai-2.0-R-small' has not been accepted; pull it with accept_license."),
            413 => Text(Admission.RequestLimits.TooLarge),
            429 => Text("More than 60 forecasts a minute; wait 1 s and retry."),
            502 => Structured(
                "forecast_error",
                new JsonObject
                {
                    ["code"] = "FORECAST_ERROR",
                    ["message"] =
                        "Model 'chronos2' returned a number that is not finite for series 's1'; nothing was made of "
                            + "it.",
                }),
            _ => Text("Model 'chronos2' did not answer within 300 s; send less, or a larger timeout."),
        };
        var body = new JsonObject { ["detail"] = detail };
        if (Hints.Find(status, text) is { } hint)
        {
            body["hint"] = hint;
        }

        return body;
    }

    private static (string Text, JsonNode Detail) Text(string detail) => (detail, JsonValue.Create(detail));

    private static (string Text, JsonNode Detail) Structured(string text, JsonNode detail) => (text, detail);
}
