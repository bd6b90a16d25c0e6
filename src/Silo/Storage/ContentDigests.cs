using System.Security.Cryptography;
using System.Text;

namespace Tollama.Silo.Storage;

/// <summary>Digests of one content, lower-case hex.</summary>
/// <param name="Sha256">What blobs are named by, and large files are published with.</param>
/// <param name="GitOid">
/// What small files are published with: SHA-1 of <c>blob &lt;size&gt;\0</c> and the content.
/// </param>
internal readonly record struct ContentDigests(string Sha256, string GitOid)
{
    private const int BufferSize = 1 << 20;

    /// <summary>Reads a stream from its start to its end.</summary>
    public static async Task<ContentDigests> ComputeAsync(Stream content, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var git = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        git.AppendData(Encoding.ASCII.GetBytes($"blob {content.Length}\0"));
        byte[] buffer = new byte[BufferSize];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and int read)
        {
            sha256.AppendData(buffer.AsSpan(0, read));
            git.AppendData(buffer.AsSpan(0, read));
        }

        return new ContentDigests(
            Convert.ToHexStringLower(sha256.GetHashAndReset()), Convert.ToHexStringLower(git.GetHashAndReset()));
    }
}
