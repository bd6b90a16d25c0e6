using Npgsql;

namespace Tollama.Actors.Postgres;

/// <summary>
/// The cluster's tables and how they came about: numbered steps, each carried out once, all under an advisory lock so
/// that silos which start together do not do it twice.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>Advisory lock of the migration: "tollama" in ASCII.</summary>
    private const long MigrationLock = 0x746f6c6c616d61;

    private static readonly string[] Steps =
    [
        """
        create sequence tollama.incarnation;

        create table tollama.member (
            incarnation bigint primary key,
            name text not null,
            endpoint text not null,
            role smallint not null,
            status smallint not null,
            joined_at timestamptz not null,
            renewed_at timestamptz not null,
            lease_until timestamptz not null,
            metadata text not null
        );

        create table tollama.activation (
            grain_type text not null,
            grain_key text not null,
            incarnation bigint not null,
            activation bigint not null,
            primary key (grain_type, grain_key)
        );
        create index activation_incarnation on tollama.activation (incarnation);

        create table tollama.grain_state (
            grain_type text not null,
            grain_key text not null,
            name text not null,
            etag bigint not null,
            state text not null,
            primary key (grain_type, grain_key, name)
        );
        """,
    ];

    /// <summary>Newest version that this build knows.</summary>
    public static int Version => Steps.Length;

    /// <summary>Creates or migrates the tables; does nothing when they are up to date.</summary>
    /// <returns>The version found before.</returns>
    public static async Task<int> MigrateAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"select pg_advisory_xact_lock({MigrationLock})", cancellationToken);
        await RunAsync(
            connection,
            """
            create schema if not exists tollama;
            create table if not exists tollama.version (version int not null);
            """,
            cancellationToken);
        await using var read = new NpgsqlCommand("select coalesce(max(version), 0) from tollama.version", connection);
        int found = (int)(await read.ExecuteScalarAsync(cancellationToken))!; // an aggregate always gives a row
        if (found > Version)
        {
            throw new Core.Errors.TollamaException(
                Core.Errors.ErrorCode.Conflict,
                $"The cluster's tables are of version {found}, this build knows {Version}; use a newer build.");
        }

        for (int step = found; step < Steps.Length; step++)
        {
            await RunAsync(connection, Steps[step], cancellationToken);
        }

        await RunAsync(
            connection,
            $"delete from tollama.version; insert into tollama.version values ({Version})",
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
