using Microsoft.AspNetCore.Http;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;

namespace Tollama.Gateway.Admission;

/// <summary>Reads JSON request bodies.</summary>
internal static class JsonBody
{
    /// <summary>Reads a body that lives no longer than its parsed form needs: the form keeps no slices of it.</summary>
    /// <exception cref="ValidationException">Not JSON, or not what <paramref name="parse"/> expects.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext context, Func<ReadOnlyMemory<byte>, T> parse)
    {
        using var body = await ReadBytesAsync(context);
        return parse(body.Bytes);
    }

    /// <summary>
    /// Reads the bytes of a body that says it is JSON; the caller disposes it once nothing keeps slices of it.
    /// </summary>
    /// <exception cref="ValidationException">The body says it is something else.</exception>
    public static async ValueTask<PooledBody> ReadBytesAsync(HttpContext context)
    {
        var body = await PooledBody.ReadAsync(context.Request, context.RequestAborted);
        if (body.Bytes.IsEmpty || IsJson(context.Request.ContentType))
        {
            return body;
        }

        using (body)
        {
            throw ValidationException.ForOpaqueBody(body.Bytes.Span);
        }
    }

    /// <summary>Refuses a body that says it is JSON and is not; what is in it is not looked at.</summary>
    /// <exception cref="ValidationException">Not JSON.</exception>
    public static async ValueTask CheckSyntaxAsync(HttpContext context)
    {
        if (!IsJson(context.Request.ContentType))
        {
            return;
        }

        using var body = await PooledBody.ReadAsync(context.Request, context.RequestAborted);
        if (!body.Bytes.IsEmpty)
        {
            SyntaxCheck.Run(body.Bytes);
        }
    }

    /// <summary>
    /// <c>application/json</c> or <c>application/*+json</c>. Nothing else, and not even a missing header: pages of
    /// other origins can post without asking only what is not declared as JSON.
    /// </summary>
    private static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        int parameters = type.IndexOf(';');
        type = (parameters < 0 ? type : type[..parameters]).Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }
}
