using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tollama.Gateway.Streaming;

/// <summary>How JSON leaves the gateway.</summary>
internal static class JsonOutput
{
    /// <summary>Content type of every JSON answer.</summary>
    public const string ContentType = "application/json";

    /// <summary>
    /// Compact; characters beyond ASCII stay as they are, since the answer is never markup (nosniff is sent).
    /// </summary>
    public static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
}
