using Microsoft.AspNetCore.Http;
using Tollama.Core.Errors;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Auth;

/// <summary>Finds the caller of a request.</summary>
internal static class HttpContextCaller
{
    /// <summary>
    /// Header that says how urgent a request is: <c>interactive</c> (default), <c>batch</c> for work in bulk that lets
    /// others by, <c>background</c> for work that nobody waits for.
    /// </summary>
    public const string ClassHeader = "X-Tollama-Class";

    /// <summary>The caller that <see cref="AuthGate"/> let pass, and how urgent it is to them.</summary>
    /// <exception cref="TollamaException">InvalidRequest: the header names no class.</exception>
    public static Caller Caller(this HttpContext context)
    {
        var caller = context.Features.Get<Caller>() ?? Auth.Caller.Anonymous;
        string text = context.Request.Headers[ClassHeader].ToString().Trim();
        return text.Length == 0 ? caller : caller with { Class = Class(text) };
    }

    private static WorkClass Class(string text) => text.ToLowerInvariant() switch
    {
        "interactive" => WorkClass.Interactive,
        "batch" => WorkClass.Batch,
        "background" => WorkClass.Background,
        _ => throw new TollamaException(
            ErrorCode.InvalidRequest, $"{ClassHeader} is '{text}'; it must be interactive, batch or background."),
    };
}
