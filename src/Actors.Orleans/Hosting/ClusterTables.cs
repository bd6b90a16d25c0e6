using Npgsql;
using Tollama.Actors.Postgres;
using Tollama.Core.Errors;

namespace Tollama.Actors.Hosting;

/// <summary>
/// Orleans' tables in the cluster's database. Its project publishes the scripts that make them; this only looks for
/// them.
/// </summary>
public static class ClusterTables
{
    /// <summary>Major version of Orleans whose tables this build reads and writes.</summary>
    public static int Version => 10;

    /// <summary>Checks that the tables are there.</summary>
    /// <param name="database"><c>postgres://user@host:5432/database</c>.</param>
    /// <param name="timeout">How long the server may take to answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see cref="Version"/>.</returns>
    /// <exception cref="TollamaException">
    /// Unavailable: the database can't be reached; DependencyMissing: it has no such tables.
    /// </exception>
    public static async Task<int> MigrateAsync(string database, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.ToConnectionString(database))
        {
            Timeout = (int)Math.Ceiling(timeout.TotalSeconds),
        };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                "SELECT num_nonnulls(to_regclass('orleansquery'), to_regclass('orleansmembershiptable'), "
                    + "to_regclass('orleansstorage'))",
                connection);
            return await command.ExecuteScalarAsync(cancellationToken) is 3
                ? Version
                : throw new TollamaException(
                    ErrorCode.DependencyMissing,
                    "The cluster's database lacks tables of Orleans 10; apply the scripts PostgreSQL-Main.sql, "
                        + "PostgreSQL-Clustering.sql and PostgreSQL-Persistence.sql of its sources first.");
        }
        catch (NpgsqlException fault)
        {
            throw new TollamaException(
                ErrorCode.Unavailable,
                $"The cluster's database cannot be reached: {fault.Message} Check --cluster.",
                fault);
        }
    }
}
