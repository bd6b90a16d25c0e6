using Microsoft.AspNetCore.Http;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Errors;
using Tollama.Gateway.Routing;

namespace Tollama.Gateway.Auth;

/// <summary>
/// Lets callers with a key pass once the settings file names keys. Unknown paths and malformed JSON are answered before
/// the key is looked at, as the contract has it (§18.2).
/// </summary>
internal sealed class AuthGate(RequestDelegate next, ApiKeyring keyring, GatewayOptions options)
{
    private const string Scheme = "Bearer ";

    private readonly bool _areDocsPublic = options.Environment.Flag("TOLLAMA_DOCS_PUBLIC") ?? false;
    private readonly bool _isDashboardGuarded = options.Environment.Flag("TOLLAMA_DASHBOARD_REQUIRE_AUTH") ?? false;

    /// <summary>Finds out who asks.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetEndpoint()?.Metadata.GetMetadata<GatewayRoute>();
        if (route is null || !keyring.IsClosed || IsOpen(route.Access))
        {
            return next(context);
        }

        string given = context.Request.Headers.Authorization.ToString();
        var caller = given.StartsWith(Scheme, StringComparison.Ordinal)
            ? keyring.Find(given[Scheme.Length..].Trim())
            : null;
        if (caller is null)
        {
            return RefuseAsync(context, route);
        }

        context.Features.Set(caller);
        return next(context);
    }

    private bool IsOpen(RouteAccess access) => access switch
    {
        RouteAccess.Docs => _areDocsPublic,
        RouteAccess.Dashboard => !_isDashboardGuarded,
        _ => false,
    };

    private static async Task RefuseAsync(HttpContext context, GatewayRoute route)
    {
        if (route.Request is not null && !context.Request.HasFormContentType)
        {
            await JsonBody.CheckSyntaxAsync(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await ErrorBody.WriteTextAsync(
            context,
            StatusCodes.Status401Unauthorized,
            "This server needs an API key; send it as 'Authorization: Bearer <key>'.");
    }
}
