using Npgsql;
using Tollama.Core.Errors;

namespace Tollama.Actors.Postgres;

/// <summary>Reads <c>postgres://user:password@host:port/database</c>.</summary>
internal static class PostgresAddress
{
    /// <summary>The connection string of an address; a connection string passes through.</summary>
    /// <exception cref="TollamaException">InvalidRequest: neither.</exception>
    public static string ToConnectionString(string address)
    {
        if (!address.StartsWith("postgres://", StringComparison.Ordinal)
            && !address.StartsWith("postgresql://", StringComparison.Ordinal))
        {
            return Parse(address);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            throw Refuse("an address");
        }

        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort || uri.Port < 0 ? 5432 : uri.Port,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        string[] user = uri.UserInfo.Split(':', 2);
        settings.Username = Uri.UnescapeDataString(user[0]);
        settings.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            if (
                parts is not ["sslmode", var mode]
                || !Enum.TryParse<SslMode>(
                    mode.Replace("-", string.Empty, StringComparison.Ordinal),
                    ignoreCase: true,
                    out var ssl))
            {
                throw Refuse($"the setting '{parts[0]}'; only sslmode is taken");
            }

            settings.SslMode = ssl;
        }

        return settings.ConnectionString;
    }

    private static string Parse(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).ConnectionString;
        }
        catch (ArgumentException)
        {
            throw Refuse("a connection string");
        }
    }

    /// <summary>Never repeats the address: it may hold a password.</summary>
    private static TollamaException Refuse(string what) => new(
        ErrorCode.InvalidRequest,
        $"The cluster's database address cannot be read as {what}; write postgres://user@host:5432/database.");
}
