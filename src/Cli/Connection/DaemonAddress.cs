namespace Tollama.Cli.Connection;

/// <summary>Where a daemon is (contract/cli §2): only <c>--base-url</c> changes the default.</summary>
internal static class DaemonAddress
{
    /// <summary>The address of a daemon on this machine.</summary>
    public const string Default = "http://localhost:11435";

    /// <summary>The address without a trailing slash or <c>/api</c>.</summary>
    /// <exception cref="CommandFailedException">The text is not an http(s) address.</exception>
    public static Uri Parse(string text)
    {
        string trimmed = text.Trim().TrimEnd('/');
        if (trimmed.EndsWith("/api", StringComparison.OrdinalIgnoreCase))
        {
            trimmed = trimmed[..^"/api".Length];
        }

        return Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw CommandFailedException.Usage(
                $"--base-url is '{text}'; it must be an address such as {Default}.");
    }

    /// <summary>The address as people write it: no slash at its end.</summary>
    public static string Text(Uri address) => address.ToString().TrimEnd('/');
}
