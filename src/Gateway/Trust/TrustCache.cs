using System.Text;
using System.Text.Json;
using Tollama.Core.Trust;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;

namespace Tollama.Gateway.Trust;

/// <summary>
/// Judgements of this gateway, kept for a time that callers set; off until they do (contract/http-api §18.12).
/// </summary>
internal sealed class TrustCache(TimeProvider time)
{
    private const int MostEntries = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long At, TrustResult Judgement)> _entries = new(StringComparer.Ordinal);
    private double _seconds;
    private long _hits;
    private long _misses;

    /// <summary>Looks a signal up and counts the look-up; null when its judgement is not kept, or too old.</summary>
    public TrustResult? Find(TrustQuery query)
    {
        lock (_gate)
        {
            if (_seconds > 0 && _entries.TryGetValue(Key(query), out var entry)
                && time.GetElapsedTime(entry.At).TotalSeconds <= _seconds)
            {
                _hits++;
                return entry.Judgement;
            }

            _misses++;
            return null;
        }
    }

    /// <summary>Keeps a judgement, if any are kept.</summary>
    public void Keep(TrustQuery query, TrustResult result)
    {
        lock (_gate)
        {
            if (_seconds <= 0)
            {
                return;
            }

            if (_entries.Count >= MostEntries)
            {
                _entries.Clear(); // rare: distinct signals within one lifetime; what is asked again comes back
            }

            _entries[Key(query)] = (time.GetTimestamp(), result);
        }
    }

    /// <summary>Sets how long judgements are kept, seconds; 0 keeps none. Returns what it was before.</summary>
    public double SetLifetime(double seconds)
    {
        lock (_gate)
        {
            (double before, _seconds) = (_seconds, seconds);
            if (seconds <= 0)
            {
                _entries.Clear();
            }

            return before;
        }
    }

    /// <summary>Forgets everything; returns how many judgements that were.</summary>
    public int Clear()
    {
        lock (_gate)
        {
            int count = _entries.Count;
            _entries.Clear();
            return count;
        }
    }

    /// <summary>Hits, misses, entries and lifetime so far.</summary>
    public (long Hits, long Misses, int Entries, double Seconds) Statistics()
    {
        lock (_gate)
        {
            return (_hits, _misses, _entries.Count, _seconds);
        }
    }

    private static string Key(TrustQuery query)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            JsonTree.Write(writer, query.Context, JsonLayout.Sorted);
            JsonTree.Write(writer, query.Payload, JsonLayout.Sorted);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
