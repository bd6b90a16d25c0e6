using System.Security.Cryptography;
using System.Text;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Auth;

/// <summary>Who asks: what metering, rate limits and the event bus tell callers apart by.</summary>
/// <param name="KeyId"><c>k_</c> and 16 hex digits of the key's SHA-256, or <c>anonymous</c>.</param>
internal sealed record Caller(string KeyId)
{
    /// <summary>How urgent what is asked is.</summary>
    public WorkClass Class { get; init; } = WorkClass.Interactive;

    /// <summary>A caller of an API without keys.</summary>
    public static readonly Caller Anonymous = new("anonymous");

    /// <summary>The caller who holds a key. The key itself is not kept.</summary>
    public static Caller OfKey(string key) =>
        new("k_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 8)));
}
