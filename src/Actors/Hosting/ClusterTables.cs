using Tollama.Actors.Postgres;
using Tollama.Core.Errors;

namespace Tollama.Actors.Hosting;

/// <summary>The tables of a cluster in its database.</summary>
public static class ClusterTables
{
    /// <summary>Version that this build reads and writes.</summary>
    public static int Version => PostgresSchema.Version;

    /// <summary>Creates or migrates the tables, one process at a time; members do it by themselves when they start.</summary>
    /// <param name="database"><c>postgres://user@host:5432/database</c>.</param>
    /// <param name="timeout">How long the server may take to answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version found before; 0 where there were none.</returns>
    /// <exception cref="TollamaException">Unavailable: the database can't be reached; Conflict: it is newer than this build.</exception>
    public static async Task<int> MigrateAsync(string database, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var opened = new PostgresDatabase(database, timeout);
        try
        {
            return await PostgresSchema.MigrateAsync(opened.Source, cancellationToken);
        }
        catch (Exception fault) when (PostgresDatabase.IsAway(fault, cancellationToken))
        {
            throw new TollamaException(
                ErrorCode.Unavailable, $"The cluster's database cannot be reached: {fault.Message} Check --cluster.", fault);
        }
    }
}
