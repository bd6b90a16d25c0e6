using Npgsql;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Directory;

namespace Tollama.Actors.Postgres;

/// <summary>
/// The grain directory in PostgreSQL. Entering an activation locks the silo's own row against being declared dead at
/// the same time, so that no entry of a dead incarnation ever comes into being.
/// </summary>
internal sealed class PostgresDirectory(PostgresDatabase database) : IGrainDirectory
{
    public async Task<GrainAddress?> RegisterAsync(GrainAddress address, CancellationToken cancellationToken)
    {
        const string sql =
            """
            with me as (
                select incarnation from tollama.member
                where incarnation = $3 and status in (0, 1) and lease_until > clock_timestamp()
                for share),
            mine as (
                insert into tollama.activation as a (grain_type, grain_key, incarnation, activation)
                select $1, $2, incarnation, $4 from me
                on conflict (grain_type, grain_key) do update
                set incarnation = excluded.incarnation, activation = excluded.activation
                where a.incarnation = excluded.incarnation
                    or not exists (
                        select 1 from tollama.member m where m.incarnation = a.incarnation and m.status < 3)
                returning incarnation, activation)
            select incarnation, activation, null::text from mine
            union all
            select a.incarnation, a.activation, m.endpoint
            from tollama.activation a join tollama.member m using (incarnation)
            where grain_type = $1 and grain_key = $2 and not exists (select 1 from mine)
            """;
        return await database.QueryAsync(
            sql,
            parameters =>
            {
                AddGrain(parameters, address.GrainId);
                parameters.AddWithValue(address.SiloAddress.Generation);
                parameters.AddWithValue(address.ActivationId);
            },
            async (rows, token) => await rows.ReadAsync(token)
                ? new GrainAddress(
                    address.GrainId,
                    rows.GetInt64(1),
                    await rows.IsDBNullAsync(2, token)
                        ? address.SiloAddress
                        : new SiloAddress(rows.GetString(2), rows.GetInt64(0)))
                : null,
            cancellationToken);
    }

    public Task UnregisterAsync(GrainAddress address, CancellationToken cancellationToken) => database.QueryAsync(
        """
        with gone as (
            delete from tollama.activation
            where grain_type = $1 and grain_key = $2 and incarnation = $3 and activation = $4
            returning grain_type, grain_key)
        select pg_notify('tollama', 'g ' || grain_type || ' ' || grain_key)
        from gone where octet_length(grain_key) < 7000
        """,
        parameters =>
        {
            AddGrain(parameters, address.GrainId);
            parameters.AddWithValue(address.SiloAddress.Generation);
            parameters.AddWithValue(address.ActivationId);
        },
        static (rows, token) => rows.ReadAsync(token),
        cancellationToken);

    public Task<GrainAddress?> LookupAsync(GrainId grainId, CancellationToken cancellationToken) => database.QueryAsync(
        """
        select a.incarnation, a.activation, m.endpoint
        from tollama.activation a join tollama.member m using (incarnation)
        where grain_type = $1 and grain_key = $2 and m.status < 3
        """,
        parameters => AddGrain(parameters, grainId),
        async (rows, token) => await rows.ReadAsync(token)
            ? new GrainAddress(grainId, rows.GetInt64(1), new SiloAddress(rows.GetString(2), rows.GetInt64(0)))
            : null,
        cancellationToken);

    private static void AddGrain(NpgsqlParameterCollection parameters, GrainId grainId)
    {
        parameters.AddWithValue(grainId.Type);
        parameters.AddWithValue(grainId.Key);
    }
}
