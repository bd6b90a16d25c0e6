using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Tollama.Gateway.Admission;

/// <summary>Headers that every answer carries (contract/http-api §18.1).</summary>
internal sealed class ResponseHeaders(RequestDelegate next)
{
    private const string RequestIdHeader = "X-Request-ID";
    private const int LongestRequestId = 128;

    /// <summary>Sets the headers before the answer starts.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers[RequestIdHeader] = RequestId(context.Request.Headers[RequestIdHeader].ToString());
        return next(context);
    }

    /// <summary>The caller's id when it can stand in a header as it is, else 16 hex digits of our own.</summary>
    private static string RequestId(string given)
    {
        bool isUsable = given.Length is > 0 and <= LongestRequestId && given.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
        return isUsable
            ? given
            : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)).ToString("x16", CultureInfo.InvariantCulture);
    }
}
