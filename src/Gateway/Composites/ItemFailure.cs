using System.Text.Json;
using Tollama.Core.Errors;

namespace Tollama.Gateway.Composites;

/// <summary>Why one item of a composite failed while the others went on (contract/http-api §15).</summary>
/// <param name="Category">Category that clients know.</param>
/// <param name="StatusCode">Status that the item alone would have been answered with.</param>
/// <param name="Message">The fault in words.</param>
internal sealed record ItemFailure(string Category, int StatusCode, string Message)
{
    /// <summary>The failure that a fault means.</summary>
    public static ItemFailure Of(TollamaException fault)
    {
        int status = ErrorTable.Describe(fault.Code).HttpStatus;
        string category = status switch
        {
            400 => "INVALID_REQUEST",
            404 => "MODEL_MISSING",
            502 => "RUNNER_ERROR",
            503 => "RUNNER_UNAVAILABLE",
            _ when fault.Code == ErrorCode.Internal => "INTERNAL_ERROR",
            _ => "DAEMON_ERROR",
        };
        return new ItemFailure(category, status, fault.Message);
    }

    /// <summary>A scenario that cannot be applied to the request.</summary>
    public static ItemFailure OfScenario(string message) => new("INVALID_SCENARIO", 400, message);

    /// <summary>Writes <c>{category, status_code, message}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("category", Category);
        writer.WriteNumber("status_code", StatusCode);
        writer.WriteString("message", Message);
        writer.WriteEndObject();
    }
}
