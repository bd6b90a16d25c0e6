namespace Tollama.Gateway.Routing;

/// <summary>Who may use a route once the settings file names API keys.</summary>
internal enum RouteAccess
{
    /// <summary>Callers with a key.</summary>
    Key,

    /// <summary>Everyone where <c>TOLLAMA_DOCS_PUBLIC</c> says so, else callers with a key.</summary>
    Docs,

    /// <summary>Everyone, unless <c>TOLLAMA_DASHBOARD_REQUIRE_AUTH</c> says otherwise.</summary>
    Dashboard,
}
