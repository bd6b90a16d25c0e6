using Tollama.Actors.Hosting;

namespace Tollama.Cli.Commands.Serve;

/// <summary>Sets up the database of a cluster.</summary>
internal static class ClusterDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Creates or migrates the tables.</summary>
    /// <returns>The version before, 0 for none, and now.</returns>
    /// <exception cref="Core.Errors.TollamaException">
    /// The database can't be reached, or is newer than this build.
    /// </exception>
    public static async Task<(int Before, int Now)> MigrateAsync(
        string database,
        CancellationToken cancellationToken) =>
        (await ClusterTables.MigrateAsync(database, Patience, cancellationToken), ClusterTables.Version);
}
