namespace Tollama.Gateway.Errors;

/// <summary>What a caller may try next, by status and text of an error (contract/http-api §18.1).</summary>
internal static class Hints
{
    /// <summary>The hint for an error; null when no rule matches.</summary>
    /// <param name="status">Status of the answer.</param>
    /// <param name="detail">Text of the error, wire code included.</param>
    public static string? Find(int status, string detail) => status switch
    {
        400 when Mentions(detail, "manifest-only") || Mentions(detail, "model_unsupported") =>
            "This model cannot forecast yet; pick one that can, such as timer-base or sundial-base-128m.",
        400 => "Fix the request payload and retry.",
        404 when Mentions(detail, "model") && Mentions(detail, "not installed") =>
            "Run `tollama pull <model>` to install it, or `tollama info --json` to see what is installed.",
        401 or 403 or 409 when Mentions(detail, "licen") && Mentions(detail, "accept") =>
            "Re-run with --accept-license (HTTP: \"accept_license\": true).",
        408 or 504 => "Use a smaller series or a larger timeout.",
        503 when detail.StartsWith("DEADLINE_UNMET", StringComparison.Ordinal) =>
            "Use a smaller series or a larger timeout.",
        503 when Mentions(detail, "runner unavailable") =>
            "Install or start the runner of this model's family, then retry.",
        503 => "Retry once the dependencies are available.",
        _ => null,
    };

    private static bool Mentions(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
