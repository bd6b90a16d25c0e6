using Tollama.Testing;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>A private PostgreSQL server for tests, which are skipped where it cannot be had.</summary>
public sealed class PostgresServer : PrivatePostgres, IAsyncLifetime
{
    /// <summary>What a test lacks when it is skipped.</summary>
    public const string Missing = "PostgreSQL's server binaries (initdb, pg_ctl) in /usr/lib/postgresql or on the PATH";

    /// <summary>The address of a new database; skips the test where there is no PostgreSQL.</summary>
    public Task<string> CreateDatabaseAsync()
    {
        Skip.If(Binaries is null, $"This test needs {Missing}.");
        return AddDatabaseAsync();
    }
}
