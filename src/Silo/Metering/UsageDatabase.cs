using System.Data;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tollama.Core.Errors;
using Tollama.Core.Metering;

namespace Tollama.Silo.Metering;

/// <summary>
/// <c>usage.db</c> of the state folder: an SQLite file with one table, as the original keeps it (storage-and-config
/// §9). Opened for each use: another program may have the file open, move it away, or put one in its place.
/// </summary>
public sealed class UsageDatabase : IUsageStore
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS usage_by_key (
            key_id TEXT PRIMARY KEY,
            request_count INTEGER NOT NULL DEFAULT 0,
            total_inference_ms REAL NOT NULL DEFAULT 0,
            series_processed INTEGER NOT NULL DEFAULT 0,
            updated_at TEXT NOT NULL)
        """;

    private const string Upsert = """
        INSERT INTO usage_by_key (key_id, request_count, total_inference_ms, series_processed, updated_at)
        VALUES ($key, $requests, $inference, $series, $at)
        ON CONFLICT (key_id) DO UPDATE SET
            request_count = COALESCE(request_count, 0) + excluded.request_count,
            total_inference_ms = COALESCE(total_inference_ms, 0) + excluded.total_inference_ms,
            series_processed = COALESCE(series_processed, 0) + excluded.series_processed,
            updated_at = excluded.updated_at
        """;

    private const string Select = """
        SELECT COALESCE(request_count, 0), COALESCE(total_inference_ms, 0), COALESCE(series_processed, 0),
            COALESCE(updated_at, '')
        FROM usage_by_key WHERE key_id = $key
        """;

    private const string TableExists = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'usage_by_key'";

    private readonly string _path;

    /// <summary>The database of a state folder; it need not exist.</summary>
    public UsageDatabase(string home) => _path = Path.Combine(home, "usage.db");

    Task IUsageStore.AddAsync(string batch, IReadOnlyList<UsageDelta> deltas)
    {
        Add(deltas);
        return Task.CompletedTask;
    }

    Task<UsageRow?> IUsageStore.FindAsync(string keyId) => Task.FromResult(Find(keyId));

    /// <summary>Adds to what callers have used: all of it, or nothing where it fails.</summary>
    /// <exception cref="TollamaException">Unavailable.</exception>
    public void Add(IReadOnlyList<UsageDelta> deltas)
    {
        try
        {
            using var connection = Open(SqliteOpenMode.ReadWriteCreate);
            using var transaction = connection.BeginTransaction();
            Run(connection, Schema);
            foreach (var delta in deltas)
            {
                Run(
                    connection,
                    Upsert,
                    ("$key", delta.KeyId),
                    ("$requests", delta.Requests),
                    ("$inference", delta.InferenceMs),
                    ("$series", delta.Series),
                    ("$at", TimeText(delta.At)));
            }

            transaction.Commit();
        }
        catch (SqliteException fault)
        {
            throw Unusable("written", fault);
        }
    }

    /// <summary>What a caller has used; null when nothing.</summary>
    /// <exception cref="TollamaException">Unavailable.</exception>
    public UsageRow? Find(string keyId)
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        try
        {
            using var connection = Open(SqliteOpenMode.ReadWrite); // a reader too may have to roll a journal back
            using var command = Command(connection, TableExists);
            return command.ExecuteScalar() is null ? null : Find(connection, keyId);
        }
        catch (Exception fault)
            when (fault is SqliteException or InvalidCastException or FormatException or OverflowException)
        {
            throw Unusable("read", fault);
        }
    }

    /// <summary>A time as usage rows write it: ISO 8601, UTC, always with microseconds.</summary>
    public static string TimeText(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static UsageRow? Find(SqliteConnection connection, string keyId)
    {
        using var command = Command(connection, Select, ("$key", keyId));
        using var reader = command.ExecuteReader(CommandBehavior.SingleRow);
        return reader.Read()
            ? new UsageRow(keyId, reader.GetInt64(0), reader.GetDouble(1), reader.GetInt64(2), reader.GetString(3))
            : null;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        Batteries_V2.Init(); // loads the library; here, so that a daemon that is not used does not
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5, // seconds to wait for a lock of another program
        }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static void Run(
        SqliteConnection connection,
        string text,
        params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, text, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(
        SqliteConnection connection,
        string text,
        params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private TollamaException Unusable(string what, Exception fault) =>
        new(
            ErrorCode.Unavailable,
            $"The usage database '{_path}' cannot be {what}: {fault.Message.TrimEnd('.')}. Repair it, or move it away.",
            fault);
}
