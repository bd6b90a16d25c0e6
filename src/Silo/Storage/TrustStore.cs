using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Trust;

namespace Tollama.Silo.Storage;

/// <summary>Trust outcomes and judgements as JSON files, in the layout that the original writes.</summary>
internal sealed partial class TrustStore : ITrustStore, IDisposable
{
    private const int RecordsPerWrite = 10;

    private readonly Lock _gate = new();
    private readonly string _calibration;
    private readonly string _history;
    private readonly ILogger _log;
    private readonly Lazy<Dictionary<string, List<TrustOutcome>>> _outcomes;
    private readonly Lazy<Dictionary<string, List<TrustRecord>>> _records;
    private int _unwritten;

    /// <summary>The files of a state folder; they need not exist.</summary>
    public TrustStore(string home, ILogger<TrustStore> log)
    {
        _log = log;
        _calibration = Path.Combine(home, "xai", "calibration.json");
        _history = Path.Combine(home, "xai", "trust_history.json");
        _outcomes = new(() => Load(_calibration, ReadOutcome));
        _records = new(() => Load(_history, ReadRecord));
    }

    /// <summary>Agents with outcomes, in the order in which they came.</summary>
    public IReadOnlyList<string> Agents()
    {
        lock (_gate)
        {
            return [.. _outcomes.Value.Keys];
        }
    }

    /// <summary>Outcomes of an agent, the oldest first.</summary>
    public IReadOnlyList<TrustOutcome> Outcomes(string agent)
    {
        lock (_gate)
        {
            return _outcomes.Value.TryGetValue(agent, out var outcomes) ? [.. outcomes] : [];
        }
    }

    /// <summary>Adds an outcome and writes it down.</summary>
    public void Add(TrustOutcome outcome)
    {
        lock (_gate)
        {
            Append(_outcomes.Value, outcome.Agent, outcome, ITrustStore.OutcomesPerAgent);
            Save(_calibration, _outcomes.Value, Write);
        }
    }

    /// <summary>Domains with judgements, by name.</summary>
    public IReadOnlyList<string> Domains()
    {
        lock (_gate)
        {
            return [.. _records.Value.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Judgements of a domain, the oldest first.</summary>
    public IReadOnlyList<TrustRecord> Records(string domain)
    {
        lock (_gate)
        {
            return _records.Value.TryGetValue(domain, out var records) ? [.. records] : [];
        }
    }

    /// <summary>Adds judgements; they are written down at the latest when the process ends.</summary>
    public void Add(IReadOnlyList<TrustRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
            {
                Append(_records.Value, record.Domain, record, ITrustStore.RecordsPerDomain);
            }

            _unwritten += records.Count;
            if (_unwritten >= RecordsPerWrite)
            {
                WriteHistory();
            }
        }
    }

    Task<IReadOnlyList<string>> ITrustStore.AgentsAsync() => Task.FromResult(Agents());

    Task<IReadOnlyList<TrustOutcome>> ITrustStore.OutcomesAsync(string agent) => Task.FromResult(Outcomes(agent));

    Task ITrustStore.AddAsync(TrustOutcome outcome)
    {
        Add(outcome);
        return Task.CompletedTask;
    }

    Task<IReadOnlyList<string>> ITrustStore.DomainsAsync() => Task.FromResult(Domains());

    Task<IReadOnlyList<TrustRecord>> ITrustStore.RecordsAsync(string domain) => Task.FromResult(Records(domain));

    Task ITrustStore.AddAsync(IReadOnlyList<TrustRecord> records)
    {
        Add(records);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_unwritten > 0)
            {
                WriteHistory();
            }
        }
    }

    private void WriteHistory()
    {
        Save(_history, _records.Value, Write);
        _unwritten = 0;
    }

    private static void Append<T>(Dictionary<string, List<T>> lists, string key, T item, int most)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        list.Add(item);
        if (list.Count > most)
        {
            list.RemoveRange(0, list.Count - most);
        }
    }

    private static void Save<T>(string path, Dictionary<string, List<T>> lists, Func<T, JsonObject> write) =>
        AtomicFile.Write(path, path + ".tmp", SortedJson.Write(new JsonObject(lists.Select(pair =>
            KeyValuePair.Create<string, JsonNode?>(pair.Key, new JsonArray([.. pair.Value.Select(write)]))))));

    private Dictionary<string, List<T>> Load<T>(string path, Func<JsonObject, T> read)
    {
        var lists = new Dictionary<string, List<T>>(StringComparer.Ordinal);
        try
        {
            if (File.Exists(path))
            {
                foreach (var (key, items) in ParseMap(File.ReadAllBytes(path)))
                {
                    lists[key] = [.. items.Select(read)];
                }
            }
        }
        catch (Exception fault)
            when (DiskFault.IsDiskFault(fault)
                || fault is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            LogUnreadable(path, fault.Message);
            lists.Clear();
        }

        return lists;
    }

    private static IEnumerable<(string Key, IEnumerable<JsonObject> Items)> ParseMap(byte[] json) =>
        (JsonNode.Parse(json) as JsonObject ?? throw new FormatException("It must hold one object.")).Select(member =>
            (member.Key, (member.Value as JsonArray ?? []).Select(item =>
                item as JsonObject ?? throw new FormatException($"'{member.Key}' must hold objects."))));

    private static JsonObject Write(TrustOutcome outcome) => new()
    {
        ["agent_name"] = outcome.Agent,
        ["domain"] = outcome.Domain,
        ["predicted_score"] = outcome.Predicted,
        ["actual_outcome"] = outcome.Actual,
        ["component_scores"] = new JsonObject(outcome.Components.Select(pair =>
            KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
        ["recorded_at"] = UtcText.Format(outcome.RecordedAt),
    };

    private static TrustOutcome ReadOutcome(JsonObject json) => new(
        Text(json, "agent_name"),
        Text(json, "domain"),
        Number(json, "predicted_score"),
        Number(json, "actual_outcome"),
        (json["component_scores"] as JsonObject ?? []).ToDictionary(
            pair => pair.Key, pair => pair.Value?.GetValue<double>() ?? 0, StringComparer.Ordinal),
        Time(json));

    private static JsonObject Write(TrustRecord record) => new()
    {
        ["agent_name"] = record.Agent,
        ["domain"] = record.Domain,
        ["trust_score"] = record.Score,
        ["risk_category"] = record.Risk,
        ["calibration_status"] = record.CalibrationStatus,
        ["recorded_at"] = UtcText.Format(record.RecordedAt),
        ["metadata"] = new JsonObject(),
    };

    private static TrustRecord ReadRecord(JsonObject json) => new(
        Text(json, "agent_name"),
        Text(json, "domain"),
        Number(json, "trust_score"),
        Text(json, "risk_category"),
        json["calibration_status"]?.GetValue<string>(),
        Time(json));

    private static string Text(JsonObject json, string key) => Required(json, key).GetValue<string>();

    private static double Number(JsonObject json, string key) => Required(json, key).GetValue<double>();

    private static DateTimeOffset Time(JsonObject json) =>
        DateTimeOffset.Parse(
            Text(json, "recorded_at"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static JsonNode Required(JsonObject json, string key) =>
        json[key] ?? throw new FormatException($"'{key}' is missing.");

    [LoggerMessage(6003, LogLevel.Warning, "{Path} cannot be read and counts as empty: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
