using System.Net;

namespace Tollama.Client.Errors;

/// <summary>The one table of categories: names on the wire, exit codes, and what HTTP answers mean.</summary>
public static class ErrorCategories
{
    private static readonly string[] LicenceWords = ["license", "licence", "accept_license", "accept-license"];

    /// <summary>Name on the wire: <c>MODEL_MISSING</c>.</summary>
    public static string Name(this ErrorCategory category) => category switch
    {
        ErrorCategory.InvalidRequest => "INVALID_REQUEST",
        ErrorCategory.DaemonUnreachable => "DAEMON_UNREACHABLE",
        ErrorCategory.ModelMissing => "MODEL_MISSING",
        ErrorCategory.PermissionDenied => "PERMISSION_DENIED",
        ErrorCategory.LicenseRequired => "LICENSE_REQUIRED",
        ErrorCategory.Timeout => "TIMEOUT",
        _ => "INTERNAL_ERROR",
    };

    /// <summary>Exit code of programs that end with the category.</summary>
    public static int ExitCode(this ErrorCategory category) => category switch
    {
        ErrorCategory.InvalidRequest => 2,
        ErrorCategory.DaemonUnreachable => 3,
        ErrorCategory.ModelMissing => 4,
        ErrorCategory.PermissionDenied or ErrorCategory.LicenseRequired => 5,
        ErrorCategory.Timeout => 6,
        _ => 10,
    };

    /// <summary>What an HTTP answer means.</summary>
    /// <param name="status">Its status, not a success.</param>
    /// <param name="detail">Its reason; decides between permission and licence.</param>
    public static ErrorCategory Of(HttpStatusCode status, string detail) => status switch
    {
        HttpStatusCode.BadRequest => ErrorCategory.InvalidRequest,
        HttpStatusCode.NotFound => ErrorCategory.ModelMissing,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict =>
            Array.Exists(LicenceWords, word => detail.Contains(word, StringComparison.OrdinalIgnoreCase))
                ? ErrorCategory.LicenseRequired
                : ErrorCategory.PermissionDenied,
        HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => ErrorCategory.Timeout,
        _ => ErrorCategory.InternalError,
    };
}
