using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tollama.Actors.Abstractions;
using Tollama.Actors.State;

namespace Tollama.Actors.Postgres;

/// <summary>
/// Grain states in PostgreSQL. A write counts only if the etag is the stored one and the writer's incarnation is alive:
/// a silo that was frozen and replaced cannot overwrite its successor. A state that cannot be read any more counts as
/// the default one, which the next write keeps.
/// </summary>
internal sealed partial class PostgresStorage(
    PostgresDatabase database, JsonSerializerOptions json, Func<SiloAddress> self, ILogger<PostgresStorage> logger)
    : IGrainStorage
{
    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, GrainState<T> grainState, CancellationToken cancellationToken)
        where T : class, new()
    {
        var stored = await ReadAsync(stateName, grainId, cancellationToken);
        var state = stored is null ? null : Parse<T>(stored.Value.State, stateName, grainId);
        grainState.State = state ?? new T();
        grainState.ETag = stored?.Etag;
        grainState.RecordExists = state is not null;
    }

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, GrainState<T> grainState, CancellationToken cancellationToken)
        where T : class, new()
    {
        string? etag = await database.QueryAsync(
            """
            with me as (
                select 1 from tollama.member where incarnation = $6 and status < 3 for share),
            written as (
                insert into tollama.grain_state as s (grain_type, grain_key, name, etag, state)
                select $1, $2, $3, 1, $5 from me where $4::bigint is null
                on conflict do nothing
                returning etag),
            changed as (
                update tollama.grain_state set etag = etag + 1, state = $5
                from me where grain_type = $1 and grain_key = $2 and name = $3 and etag = $4::bigint
                returning etag)
            select etag from written union all select etag from changed
            """,
            parameters =>
            {
                AddKey(parameters, stateName, grainId);
                parameters.Add(
                    new NpgsqlParameter
                    {
                        Value = Version(grainState.ETag) ?? (object)DBNull.Value,
                        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint,
                    });
                parameters.AddWithValue(JsonSerializer.Serialize(grainState.State, json));
                parameters.AddWithValue(self().Generation);
            },
            ReadEtagAsync,
            cancellationToken);
        grainState.ETag = etag ?? throw await RefuseAsync(stateName, grainId, grainState.ETag, cancellationToken);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, GrainState<T> grainState, CancellationToken cancellationToken)
        where T : class, new()
    {
        string? etag = await database.QueryAsync(
            """
            with me as (
                select 1 from tollama.member where incarnation = $5 and status < 3 for share)
            delete from tollama.grain_state using me
            where grain_type = $1 and grain_key = $2 and name = $3 and etag = $4::bigint
            returning etag
            """,
            parameters =>
            {
                AddKey(parameters, stateName, grainId);
                parameters.Add(
                    new NpgsqlParameter
                    {
                        Value = Version(grainState.ETag) ?? (object)DBNull.Value,
                        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint,
                    });
                parameters.AddWithValue(self().Generation);
            },
            ReadEtagAsync,
            cancellationToken);
        if (etag is null && grainState.ETag is not null)
        {
            throw await RefuseAsync(stateName, grainId, grainState.ETag, cancellationToken);
        }

        grainState.State = new T();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private T? Parse<T>(string text, string stateName, GrainId grainId)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, json);
        }
        catch (JsonException fault)
        {
            LogUnreadable(stateName, grainId, fault.Message);
            return null;
        }
    }

    private static long? Version(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);

    private static async Task<string?> ReadEtagAsync(NpgsqlDataReader rows, CancellationToken cancellationToken) =>
        await rows.ReadAsync(cancellationToken) ? rows.GetInt64(0).ToString(CultureInfo.InvariantCulture) : null;

    private static void AddKey(NpgsqlParameterCollection parameters, string stateName, GrainId grainId)
    {
        parameters.AddWithValue(grainId.Type);
        parameters.AddWithValue(grainId.Key);
        parameters.AddWithValue(stateName);
    }

    private async Task<Exception> RefuseAsync(
        string stateName, GrainId grainId, string? etag, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(stateName, grainId, cancellationToken);
        return new InconsistentStateException(
            $"State '{stateName}' of grain {grainId} changed underneath its activation, or its silo was replaced.",
            stored?.Etag,
            etag);
    }

    private Task<(string Etag, string State)?> ReadAsync(
        string stateName, GrainId grainId, CancellationToken cancellationToken) =>
        database.QueryAsync<(string Etag, string State)?>(
            "select etag, state from tollama.grain_state where grain_type = $1 and grain_key = $2 and name = $3",
            parameters => AddKey(parameters, stateName, grainId),
            async (rows, token) => await rows.ReadAsync(token)
                ? (rows.GetInt64(0).ToString(CultureInfo.InvariantCulture), rows.GetString(1))
                : null,
            cancellationToken);

    [LoggerMessage(
        EventId = 4302,
        Level = LogLevel.Warning,
        Message = "State '{State}' of {Grain} cannot be read; what it said is forgotten: {Reason}")]
    private partial void LogUnreadable(string state, GrainId grain, string reason);
}
