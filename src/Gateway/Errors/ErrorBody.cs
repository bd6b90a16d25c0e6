using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Errors;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Errors;

/// <summary>Error answers: <c>{"detail": …, "hint"?: "…"}</c> (contract/http-api §1.2, §18.1).</summary>
internal static class ErrorBody
{
    /// <summary>Answers with a text.</summary>
    public static Task WriteTextAsync(HttpContext context, int status, string detail) =>
        WriteAsync(context, status, detail, writer => writer.WriteStringValue(detail));

    /// <summary>
    /// Answers with a typed fault: a text, or <c>{code, message}</c> where the table gives a wire code.
    /// </summary>
    public static Task WriteFaultAsync(HttpContext context, TollamaException fault)
    {
        var row = ErrorTable.Describe(fault.Code);
        if (fault.RetryAfter is { } delay)
        {
            context.Response.Headers.RetryAfter =
                Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return row.WireCode is null
            ? WriteTextAsync(context, row.HttpStatus, fault.Message)
            : WriteAsync(context, row.HttpStatus, $"{row.WireCode} {fault.Message}", writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("code", row.WireCode);
                writer.WriteString("message", fault.Message);
                writer.WriteEndObject();
            });
    }

    /// <summary>Answers with any detail.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Status of the answer.</param>
    /// <param name="text">The detail as text, for the hint.</param>
    /// <param name="writeDetail">Writes the value of <c>detail</c>.</param>
    public static Task WriteAsync(HttpContext context, int status, string text, Action<Utf8JsonWriter> writeDetail)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(body, JsonOutput.Compact))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("detail");
            writeDetail(writer);
            if (Hints.Find(status, text) is { } hint)
            {
                writer.WriteString("hint", hint);
            }

            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = JsonOutput.ContentType;
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }
}
