using Microsoft.AspNetCore.Http;

namespace Tollama.Gateway.Admission;

/// <summary>
/// Lets pages of the origins in <c>TOLLAMA_CORS_ORIGINS</c> call the API: every method and header, no credentials
/// (contract/http-api §18.1). Without the variable no header is sent, and browsers refuse.
/// </summary>
internal sealed class CrossOrigin(RequestDelegate next, GatewayOptions options)
{
    private const string EveryMethod = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    private const string RememberSeconds = "600";

    private readonly HashSet<string> _origins =
    [
        .. (options.Environment.Text("TOLLAMA_CORS_ORIGINS") ?? string.Empty)
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    ];

    /// <summary>Answers a preflight, or marks the answer as readable for its origin.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        string origin = context.Request.Headers.Origin.ToString();
        if (_origins.Count == 0 || origin.Length == 0)
        {
            return next(context);
        }

        bool isAny = _origins.Contains("*");
        bool isAllowed = isAny || _origins.Contains(origin);
        bool isPreflight = HttpMethods.IsOptions(context.Request.Method)
            && context.Request.Headers.ContainsKey("Access-Control-Request-Method");
        context.Response.Headers.Vary = "Origin";
        if (isAllowed)
        {
            context.Response.Headers.AccessControlAllowOrigin = isAny ? "*" : origin;
        }

        return isPreflight ? AnswerPreflightAsync(context, isAllowed) : next(context);
    }

    private static Task AnswerPreflightAsync(HttpContext context, bool isAllowed)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = EveryMethod;
        headers.AccessControlMaxAge = RememberSeconds;
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        context.Response.StatusCode = isAllowed ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(isAllowed ? "OK" : "Disallowed CORS origin", context.RequestAborted);
    }
}
