using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Gateway.Admission;

namespace Tollama.Gateway.Errors;

/// <summary>
/// The HTTP edge's boundary: every fault ends here as a typed answer. What is not typed is our bug and becomes a plain
/// 500 whose cause is in the log only.
/// </summary>
internal sealed partial class ErrorBoundary(RequestDelegate next, ILogger<ErrorBoundary> log)
{
    private readonly ILogger _log = log;

    /// <summary>Runs the rest of the pipeline.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The HTTP edge: nothing above it may see an exception.")]
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientLeft(context.Request.Method, context.Request.Path);
            return;
        }
        catch (Exception fault)
        {
            await AnswerAsync(context, fault);
            return;
        }

        await DescribeEmptyAnswerAsync(context);
    }

    private Task AnswerAsync(HttpContext context, Exception fault)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            LogClientLeft(context.Request.Method, context.Request.Path);
            return Task.CompletedTask;
        }

        if (context.Response.HasStarted)
        {
            LogBrokenStream(fault, context.Request.Method, context.Request.Path);
            context.Abort();
            return Task.CompletedTask;
        }

        return fault switch
        {
            ValidationException invalid => ErrorBody.WriteAsync(context, 400, invalid.Message, invalid.WriteDetail),
            TollamaException { Code: not ErrorCode.Internal } typed => ErrorBody.WriteFaultAsync(context, typed),
            BadHttpRequestException broken => AnswerBrokenRequestAsync(context, broken),
            _ => AnswerBugAsync(context, fault),
        };
    }

    /// <summary>Kestrel's own refusals: body too large, too slow, cut short, malformed.</summary>
    private static Task AnswerBrokenRequestAsync(HttpContext context, BadHttpRequestException broken)
    {
        string detail = broken.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => RequestLimits.TooLarge,
            StatusCodes.Status408RequestTimeout => "The request body arrived too slowly; send it faster or split it.",
            _ => "The request is not valid HTTP or its body ended early; send it again.",
        };
        context.Response.Headers.Connection = "close";
        return ErrorBody.WriteTextAsync(context, broken.StatusCode, detail);
    }

    private async Task AnswerBugAsync(HttpContext context, Exception fault)
    {
        LogBug(fault, context.Request.Method, context.Request.Path);
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync("Internal Server Error", context.RequestAborted);
    }

    /// <summary>
    /// Routing answers an unknown path and a wrong method with a status only; the contract wants a body.
    /// </summary>
    private static Task DescribeEmptyAnswerAsync(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ErrorBody.WriteTextAsync(context, 404, "Not Found"),
            StatusCodes.Status405MethodNotAllowed => ErrorBody.WriteTextAsync(context, 405, "Method Not Allowed"),
            _ => Task.CompletedTask,
        };
    }

    [LoggerMessage(1000, LogLevel.Debug, "{Method} {Path}: the client left before the answer")]
    private partial void LogClientLeft(string method, string path);

    [LoggerMessage(1001, LogLevel.Error, "{Method} {Path}: failed inside a stream; the connection was closed")]
    private partial void LogBrokenStream(Exception fault, string method, string path);

    [LoggerMessage(1002, LogLevel.Error, "{Method} {Path}: answered 500")]
    private partial void LogBug(Exception fault, string method, string path);
}
