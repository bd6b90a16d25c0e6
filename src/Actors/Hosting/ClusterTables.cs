using Npgsql;
using Tollama.Actors.Membership;
using Tollama.Actors.Postgres;
using Tollama.Core.Errors;

namespace Tollama.Actors.Hosting;

/// <summary>The tables of a cluster in its database.</summary>
public static class ClusterTables
{
    /// <summary>Version that this build reads and writes.</summary>
    public static int Version => PostgresSchema.Version;

    /// <summary>
    /// Creates or migrates the tables, one process at a time; members do it by themselves when they start.
    /// </summary>
    /// <param name="database"><c>postgres://user@host:5432/database</c>.</param>
    /// <param name="timeout">How long the server may take to answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version found before; 0 where there were none.</returns>
    /// <exception cref="TollamaException">
    /// Unavailable: the database can't be reached; Conflict: it is newer than this build.
    /// </exception>
    public static async Task<int> MigrateAsync(string database, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await TryMigrateAsync(database, timeout, cancellationToken);
        }
        catch (TableUnavailableException fault)
        {
            throw new TollamaException(ErrorCode.Unavailable, $"{fault.Message} Check --cluster.", fault);
        }
    }

    /// <summary>The same for a caller that tries again.</summary>
    /// <exception cref="TableUnavailableException">The database can't be reached now.</exception>
    internal static async Task<int> TryMigrateAsync(
        string database,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        await using var opened = new PostgresDatabase(database, timeout);
        try
        {
            return await PostgresSchema.MigrateAsync(opened.Source, cancellationToken);
        }
        catch (Exception fault) when (PostgresDatabase.IsAway(fault, cancellationToken))
        {
            throw new TableUnavailableException($"The cluster's database cannot be reached: {fault.Message}", fault);
        }
        catch (PostgresException refusal)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"The cluster's database refuses: {refusal.MessageText}. Check the database and the user that "
                    + "--cluster names.",
                refusal);
        }
    }
}
