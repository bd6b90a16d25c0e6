using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Tollama.Gateway.Admission;

/// <summary>Headers that every answer carries (contract/http-api §18.1).</summary>
internal sealed class ResponseHeaders(RequestDelegate next)
{
    private const string RequestIdHeader = "X-Request-ID";
    private const int LongestRequestId = 128;
    private const ulong Stride = 0x9E3779B97F4A7C15;

    private readonly ulong _origin = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray(), 8);
    private ulong _count;

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
    private string RequestId(string given)
    {
        bool isUsable =
            given.Length is > 0 and <= LongestRequestId && given.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
        return isUsable ? given : NextId();
    }

    /// <summary>
    /// A number that this process gives once: the mixing function of SplitMix64 (Steele, Lea and Flood 2014, figure 15)
    /// maps no two counts to one. It tells requests apart and keeps no secret.
    /// </summary>
    private string NextId()
    {
        ulong mixed = _origin + (Interlocked.Increment(ref _count) * Stride);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (mixed ^ (mixed >> 31)).ToString("x16", CultureInfo.InvariantCulture);
    }
}
