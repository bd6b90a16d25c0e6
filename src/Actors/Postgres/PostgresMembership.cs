using Npgsql;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Membership;

namespace Tollama.Actors.Postgres;

/// <summary>
/// The membership table in PostgreSQL. Every time in it is <c>clock_timestamp()</c> of the server; a status is the
/// number of its <see cref="SiloStatus"/>, from 3 on the member is gone.
/// </summary>
internal sealed class PostgresMembership(PostgresDatabase database) : IMembershipTable
{
    /// <summary>
    /// Channel of notifications: <c>m</c> for members, <c>g type key</c> for a grain whose activation ended.
    /// </summary>
    public const string Channel = "tollama";

    private const string ReadAll =
        """
        select clock_timestamp(),
            incarnation, name, endpoint, role, status, joined_at, renewed_at, lease_until, metadata
        from tollama.member
        where status < 3 or renewed_at > clock_timestamp() - interval '1 hour'
        order by incarnation
        """;

    public async Task<SiloAddress> JoinAsync(JoiningMember member, TimeSpan lease, CancellationToken cancellationToken)
    {
        // Whoever listens at our address now is us: an earlier incarnation there has lost its socket and thus its
        // process.
        const string sql =
            """
            with dead as (
                update tollama.member set status = 3 where endpoint = $2 and status < 3 returning incarnation),
            freed as (
                delete from tollama.activation a using dead d where a.incarnation = d.incarnation),
            joined as (
                insert into tollama.member
                    (incarnation, name, endpoint, role, status, joined_at, renewed_at, lease_until, metadata)
                select nextval('tollama.incarnation'), $1, $2, $3, 0, t, t, t + $4, $5
                from (select clock_timestamp() as t) now
                returning incarnation)
            select incarnation, pg_notify('tollama', 'm') from joined
            """;
        long incarnation = await database.QueryAsync(
            sql,
            parameters =>
            {
                parameters.AddWithValue(member.Name);
                parameters.AddWithValue(member.Endpoint);
                parameters.AddWithValue((short)member.Role);
                parameters.AddWithValue(lease);
                parameters.AddWithValue(member.Metadata);
            },
            static async (rows, token) =>
                await rows.ReadAsync(token) ? rows.GetInt64(0) : throw new TableUnavailableException("No row."),
            cancellationToken);
        return new SiloAddress(member.Endpoint, incarnation);
    }

    public async Task<MembershipView?> RenewAsync(SiloAddress self, TimeSpan lease, CancellationToken cancellationToken)
    {
        const string sql =
            """
            update tollama.member m set renewed_at = t, lease_until = t + $2
            from (select clock_timestamp() as t) now
            where incarnation = $1 and status < 3
            returning 1
            """;
        bool isAlive = await database.QueryAsync(
            sql,
            parameters =>
            {
                parameters.AddWithValue(self.Generation);
                parameters.AddWithValue(lease);
            },
            static (rows, token) => rows.ReadAsync(token),
            cancellationToken);
        return isAlive
            ? await database.QueryAsync(ReadAll, static _ => { }, ReadViewAsync, cancellationToken)
            : null;
    }

    public Task SetStatusAsync(SiloAddress address, SiloStatus status, CancellationToken cancellationToken) =>
        database.QueryAsync(
            """
            with changed as (
                update tollama.member set status = $2 where incarnation = $1 and status < 3 returning incarnation)
            select pg_notify('tollama', 'm') from changed
            """,
            parameters =>
            {
                parameters.AddWithValue(address.Generation);
                parameters.AddWithValue((short)status);
            },
            static (rows, token) => rows.ReadAsync(token),
            cancellationToken);

    public Task<bool> DeclareDeadAsync(
        SiloAddress address,
        DeathEvidence evidence,
        CancellationToken cancellationToken) =>
        database.QueryAsync(
            """
            with dead as (
                update tollama.member set status = $3
                where incarnation = $1 and status < 3 and (not $2 or lease_until < clock_timestamp())
                returning incarnation),
            freed as (
                delete from tollama.activation a using dead d where a.incarnation = d.incarnation),
            told as (
                select pg_notify('tollama', 'm') from dead)
            select exists (select 1 from dead)
                or exists (select 1 from tollama.member where incarnation = $1 and status >= 3),
            (select count(*) from told)
            """,
            parameters =>
            {
                parameters.AddWithValue(address.Generation);
                parameters.AddWithValue(evidence == DeathEvidence.LeaseEnded);
                parameters.AddWithValue((short)(evidence == DeathEvidence.Left ? SiloStatus.Left : SiloStatus.Dead));
            },
            static async (rows, token) => await rows.ReadAsync(token) && rows.GetBoolean(0),
            cancellationToken);

    public async Task WatchAsync(Action onChange, Action<GrainId> onMoved, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            connection.Notification += (_, notified) => Notify(notified.Payload, onChange, onMoved);
            await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
            {
                await listen.ExecuteNonQueryAsync(cancellationToken);
            }

            onChange(); // what changed before we listened
            while (true)
            {
                await connection.WaitAsync(cancellationToken);
            }
        }
        catch (Exception fault) when (PostgresDatabase.IsAway(fault, cancellationToken))
        {
            throw new TableUnavailableException($"The watch on the cluster's database ended: {fault.Message}", fault);
        }
    }

    private static void Notify(string payload, Action onChange, Action<GrainId> onMoved)
    {
        if (payload == "m")
        {
            onChange();
            return;
        }

        string[] parts = payload.Split(' ', 3);
        if (parts is ["g", var type, var key])
        {
            onMoved(new GrainId(type, key));
        }
    }

    private static async Task<MembershipView> ReadViewAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.MinValue;
        var members = new List<Member>();
        while (await rows.ReadAsync(cancellationToken))
        {
            now = new DateTimeOffset(rows.GetDateTime(0));
            members.Add(new Member
            {
                Address = new SiloAddress(rows.GetString(3), rows.GetInt64(1)),
                Name = rows.GetString(2),
                Role = (SiloRole)rows.GetInt16(4),
                Status = (SiloStatus)rows.GetInt16(5),
                JoinedAt = new DateTimeOffset(rows.GetDateTime(6)),
                RenewedAt = new DateTimeOffset(rows.GetDateTime(7)),
                LeaseUntil = new DateTimeOffset(rows.GetDateTime(8)),
                Metadata = rows.GetString(9),
            });
        }

        return new MembershipView(now, members);
    }
}
