using Microsoft.AspNetCore.Http;

namespace Tollama.Gateway.Auth;

/// <summary>Finds the caller of a request.</summary>
internal static class HttpContextCaller
{
    /// <summary>The caller that <see cref="AuthGate"/> let pass.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? Auth.Caller.Anonymous;
}
