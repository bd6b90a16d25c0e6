using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tollama.Core.Configuration;
using Tollama.Gateway.Forecasting;

namespace Tollama.Gateway.Auth;

/// <summary>
/// The API keys of the settings file, read again when it changes (contract/http-api §18.2). A file that breaks while
/// the daemon runs does not open the API: keys that can still be found in it count, else the last known ones stay.
/// </summary>
internal sealed class ApiKeyring(ConfigFile config)
{
    private volatile State _state = new(null, []);
    private volatile SharedLook<State>? _look;

    /// <summary>Whether callers need a key.</summary>
    public bool IsClosed => Current().Hashes.Length > 0;

    /// <summary>Who holds a key; null when nobody does. Takes the same time for every wrong key.</summary>
    public Caller? Find(string key)
    {
        byte[] hash = Hash(key);
        bool isKnown = false;
        foreach (byte[] known in Current().Hashes)
        {
            isKnown |= CryptographicOperations.FixedTimeEquals(hash, known);
        }

        return isKnown ? Caller.OfKey(key) : null;
    }

    private State Current()
    {
        if (_look is { IsFresh: true } look)
        {
            return look.Found;
        }

        long now = Stopwatch.GetTimestamp();
        var state = Read();
        _look = new SharedLook<State>(state) { At = now };
        return state;
    }

    private State Read()
    {
        var snapshot = config.Read();
        var state = _state;
        if (ReferenceEquals(state.Snapshot, snapshot))
        {
            return state;
        }

        var keys = Keys(snapshot);
        state = new State(
            snapshot,
            keys is null ? state.Hashes : [.. keys.Where(key => !string.IsNullOrWhiteSpace(key)).Select(Hash)]);
        _state = state;
        return state;
    }

    /// <summary>The keys that a file names; null when it cannot be read at all.</summary>
    private static IEnumerable<string>? Keys(ConfigSnapshot snapshot)
    {
        if (snapshot.Config is { } usable)
        {
            return usable.Auth.ApiKeys;
        }

        return snapshot.Raw is null
            ? null
            : ((snapshot.Raw["auth"] as JsonObject)?["api_keys"] as JsonArray ?? [])
                .OfType<JsonValue>()
                .Select(value => value.TryGetValue(out string? key) ? key : string.Empty);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private sealed record State(ConfigSnapshot? Snapshot, byte[][] Hashes);
}
