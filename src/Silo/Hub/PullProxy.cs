using System.Net;
using Tollama.Core.Errors;

namespace Tollama.Silo.Hub;

/// <summary>Proxies of one pull, with the usual meaning of <c>no_proxy</c>.</summary>
internal sealed class PullProxy : IWebProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly IReadOnlyList<string> _direct;

    /// <summary>Takes the three settings as the user wrote them; null = none.</summary>
    /// <exception cref="TollamaException">InvalidRequest: a proxy is no address.</exception>
    public PullProxy(string? http, string? https, string? direct)
    {
        _http = Parse("http_proxy", http);
        _https = Parse("https_proxy", https);
        _direct = direct?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        Credentials = new ProxyCredentials([_http, _https]);
    }

    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) =>
        IsBypassed(destination) ? null : Select(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => Select(host) is null || _direct.Any(rule => Matches(rule, host));

    private Uri? Select(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? _https : _http;

    /// <summary>
    /// A rule is <c>*</c>, a host or domain suffix with an optional port, an address or an address block.
    /// </summary>
    private static bool Matches(string rule, Uri host)
    {
        if (rule == "*")
        {
            return true;
        }

        if (IPAddress.TryParse(host.DnsSafeHost, out var address))
        {
            bool isSame = IPAddress.TryParse(rule.Trim('[', ']'), out var single) && single.Equals(address);
            return isSame
                || (IPNetwork.TryParse(rule, out var block) && block.Contains(address))
                || IsAuthority(rule, host);
        }

        string suffix = rule.TrimStart('*').TrimStart('.');
        return IsAuthority(rule, host)
            || host.DnsSafeHost.Equals(suffix, StringComparison.OrdinalIgnoreCase)
            || host.DnsSafeHost.EndsWith('.' + suffix, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAuthority(string rule, Uri host) =>
        rule.Contains(':', StringComparison.Ordinal)
        && $"{host.Host}:{host.Port}".Equals(rule, StringComparison.OrdinalIgnoreCase);

    private static Uri? Parse(string setting, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string address = text.Contains("://", StringComparison.Ordinal) ? text.Trim() : $"http://{text.Trim()}";
        bool isKnown = Uri.TryCreate(address, UriKind.Absolute, out var proxy)
            && proxy.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5";
        return isKnown
            ? proxy
            : throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"{setting} is not a proxy address; write it as http://host:port or socks5://host:port.");
    }

    /// <summary>User and password of each proxy's address.</summary>
    private sealed class ProxyCredentials(IReadOnlyList<Uri?> proxies) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            var proxy = proxies.FirstOrDefault(known => known is not null && known.Authority == uri.Authority);
            if (proxy is null || proxy.UserInfo.Length == 0)
            {
                return null;
            }

            string[] parts = proxy.UserInfo.Split(':', 2);
            string password = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : string.Empty;
            return new NetworkCredential(Uri.UnescapeDataString(parts[0]), password);
        }
    }
}
