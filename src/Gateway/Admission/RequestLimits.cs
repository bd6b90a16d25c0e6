using Microsoft.AspNetCore.Http;
using Tollama.Gateway.Errors;

namespace Tollama.Gateway.Admission;

/// <summary>
/// Refuses a body whose declared length exceeds the limit before anything reads it. Kestrel holds the same limit while
/// reading, for bodies that declare none.
/// </summary>
internal sealed class RequestLimits(RequestDelegate next, GatewayOptions options)
{
    /// <summary>Detail of the refusal.</summary>
    public const string TooLarge =
        "The request body is larger than this server accepts; send fewer series, or raise TOLLAMA_MAX_REQUEST_BODY_MB.";

    private readonly long _limit = options.MaxRequestBodyBytes;

    /// <summary>Checks the declared length.</summary>
    public Task InvokeAsync(HttpContext context) => context.Request.ContentLength > _limit
        ? ErrorBody.WriteTextAsync(context, StatusCodes.Status413PayloadTooLarge, TooLarge)
        : next(context);
}
