using System.Text.RegularExpressions;
using Tollama.Core.Errors;
using Tollama.Core.Ingest;
using Tollama.Core.Wire.Requests;

namespace Tollama.Gateway.Ingest;

/// <summary>
/// Reads the table that a <c>data_url</c> names: a path of this machine, <c>file://</c>, or http(s) where that is
/// allowed.
/// </summary>
internal sealed partial class TableSource(GatewayOptions options, RemoteTable remote, TableReader reader)
{
    private const string RemoteSwitch = "TOLLAMA_ALLOW_REMOTE_DATA_URL";

    /// <summary>Reads the series of a table.</summary>
    /// <param name="address">The <c>data_url</c>.</param>
    /// <param name="ingest">How the table is read.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: the address is refused, nothing is there, or it is no usable table.
    /// </exception>
    public async Task<IngestedTable> ReadAsync(
        string address,
        IngestOptions ingest,
        CancellationToken cancellationToken)
    {
        address = address.Trim();
        string scheme = Scheme().Match(address).Groups["scheme"].Value.ToLowerInvariant();
        switch (scheme)
        {
            case "":
                return await ReadLocalAsync(address, ingest, cancellationToken);
            case "file":
                return await ReadLocalAsync(LocalPath(address), ingest, cancellationToken);
            case "http" or "https":
                var uri = RemoteAddress(address);
                var bytes = await remote.ReadAsync(uri, cancellationToken);
                string name = Path.GetFileName(Uri.UnescapeDataString(uri.AbsolutePath));
                return await reader.ReadAsync(bytes, name, ingest, cancellationToken);
            default:
                throw Refused(address, $"the scheme '{scheme}' is not one of file, http, https");
        }
    }

    private async Task<IngestedTable> ReadLocalAsync(
        string path,
        IngestOptions ingest,
        CancellationToken cancellationToken)
    {
        var bytes = await LocalTable.ReadAsync(path, options.MaxRequestBodyBytes, cancellationToken);
        return await reader.ReadAsync(bytes, Path.GetFileName(path), ingest, cancellationToken);
    }

    private Uri RemoteAddress(string address)
    {
        if (options.Environment.Flag(RemoteSwitch) != true)
        {
            throw Refused(address, $"remote tables are switched off; set {RemoteSwitch}=1 on the server to allow them");
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? uri
            : throw Refused(address, "it is not a URL");
    }

    /// <summary>The path of a <c>file://</c> URL of this machine.</summary>
    private static string LocalPath(string address)
    {
        string rest = address["file:".Length..];
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = rest.IndexOf('/', 2);
            string host = slash < 0 ? rest[2..] : rest[2..slash];
            if (host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            {
                throw Refused(address, $"a file URL names files of this machine, not of '{host}'");
            }

            rest = slash < 0 ? string.Empty : rest[slash..];
        }

        return Uri.UnescapeDataString(rest);
    }

    private static TollamaException Refused(string address, string reason) =>
        new(ErrorCode.InvalidRequest, $"data_url '{address}' cannot be used: {reason}.");

    [GeneratedRegex("^(?<scheme>[A-Za-z][A-Za-z0-9+.-]+):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scheme();
}
