using System.Security.Cryptography;
using System.Text;

namespace Tollama.Actors.Transport;

/// <summary>
/// The secret that members show each other: as a hash, so that the secret itself never crosses the network.
/// </summary>
internal sealed class ClusterSecret
{
    private readonly byte[] _expected;

    public ClusterSecret(string secret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(secret);
        Header = Convert.ToHexStringLower(Hash("tollama cluster " + secret));
        _expected = Hash(Header);
    }

    /// <summary>What a member sends.</summary>
    public string Header { get; }

    /// <summary>Whether a header is ours; takes the same time for any wrong one.</summary>
    public bool Matches(string header) => CryptographicOperations.FixedTimeEquals(Hash(header), _expected);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
