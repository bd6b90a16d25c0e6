using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Core.Metering;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Metering;

/// <summary>
/// <c>usage.db</c> of the state folder: an SQLite file with one table, as the original keeps it (storage-and-config §9).
/// Read once, then held in memory and replaced as a whole on every change: it has a row per API key.
/// </summary>
public sealed class UsageDatabase : IUsageStore
{
    private const string Table = "usage_by_key";

    private const string Schema = "CREATE TABLE usage_by_key (key_id TEXT PRIMARY KEY, request_count INTEGER NOT NULL, "
        + "total_inference_ms REAL NOT NULL, series_processed INTEGER NOT NULL, updated_at TEXT NOT NULL)";

    private readonly Lock _gate = new();
    private readonly string _path;
    private Dictionary<string, UsageRow>? _rows;

    /// <summary>The database of a state folder; it need not exist.</summary>
    public UsageDatabase(string home) => _path = Path.Combine(home, "usage.db");

    /// <inheritdoc/>
    public void Add(IReadOnlyList<UsageDelta> deltas)
    {
        lock (_gate)
        {
            var rows = new Dictionary<string, UsageRow>(Rows(), StringComparer.Ordinal);
            foreach (var delta in deltas)
            {
                var before = rows.GetValueOrDefault(delta.KeyId) ?? new UsageRow(delta.KeyId, 0, 0, 0, string.Empty);
                rows[delta.KeyId] = new UsageRow(
                    delta.KeyId,
                    before.RequestCount + delta.Requests,
                    before.TotalInferenceMs + delta.InferenceMs,
                    before.SeriesProcessed + delta.Series,
                    delta.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            }

            Write(rows);
            _rows = rows;
        }
    }

    /// <inheritdoc/>
    public UsageRow? Find(string keyId)
    {
        lock (_gate)
        {
            return Rows().GetValueOrDefault(keyId);
        }
    }

    private Dictionary<string, UsageRow> Rows()
    {
        if (_rows is null)
        {
            try
            {
                _rows = File.Exists(_path)
                    ? new SqliteReader(File.ReadAllBytes(_path)).ReadTable(Table).Select(ToRow).ToDictionary(row => row.KeyId, StringComparer.Ordinal)
                    : new Dictionary<string, UsageRow>(StringComparer.Ordinal);
            }
            catch (Exception fault) when (fault is InvalidDataException or ArgumentException or IOException or UnauthorizedAccessException)
            {
                throw Unusable("read", fault);
            }
        }

        return _rows;
    }

    private void Write(Dictionary<string, UsageRow> rows)
    {
        byte[] file = SqliteWriter.Write(Table, Schema,
            [.. rows.Values.Select(row => new object?[]
            {
                row.KeyId, row.RequestCount, row.TotalInferenceMs, row.SeriesProcessed, row.UpdatedAt,
            })]);
        try
        {
            AtomicFile.Write(_path, _path + ".tmp", file);
        }
        catch (TollamaException fault)
        {
            throw Unusable("written", fault);
        }
    }

    private TollamaException Unusable(string what, Exception fault) => new(
        ErrorCode.Unavailable, $"The usage database '{_path}' cannot be {what}: {fault.Message} Repair it, or move it away.", fault);

    private static UsageRow ToRow(object?[] row) => row is [string key, var requests, var inference, var series, var updated, ..]
        ? new UsageRow(key, (long)Number(requests), Number(inference), (long)Number(series), updated as string ?? string.Empty)
        : throw new InvalidDataException("a row lacks its key");

    /// <summary>SQLite stores a whole number in a REAL column as an integer.</summary>
    private static double Number(object? value) => value switch
    {
        long integer => integer,
        double real => real,
        _ => 0,
    };
}
