using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Tollama.Actors.Transport;

/// <summary>
/// What two silos show each other before the first byte of Orleans: the hash of the cluster's secret, then the
/// fingerprint of their messages. Who has another one is cut off before anything else of it is read.
/// </summary>
internal sealed class MemberHandshake(ClusterSecret secret, string contract)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly byte[] _greeting = Encoding.ASCII.GetBytes(secret.Header + contract);

    /// <summary>On a connection that this silo opened: shows ours.</summary>
    public ConnectionDelegate Greet(ConnectionDelegate next) => async connection =>
    {
        await connection.Transport.Output.WriteAsync(_greeting, connection.ConnectionClosed);
        await next(connection);
    };

    /// <summary>On a connection that another silo opened: looks at theirs.</summary>
    public ConnectionDelegate Check(ConnectionDelegate next) => async connection =>
    {
        if (await IsMemberAsync(connection))
        {
            await next(connection);
            return;
        }

        connection.Abort(new ConnectionAbortedException("A stranger: its secret or its build is not this cluster's."));
    };

    private async Task<bool> IsMemberAsync(ConnectionContext connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        limit.CancelAfter(Patience);
        try
        {
            var read = await connection.Transport.Input.ReadAtLeastAsync(_greeting.Length, limit.Token);
            if (read.Buffer.Length < _greeting.Length)
            {
                return false;
            }

            var shown = read.Buffer.Slice(0, _greeting.Length);
            bool isMember = IsOurs(shown.ToArray());
            connection.Transport.Input.AdvanceTo(shown.End);
            return isMember;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool IsOurs(ReadOnlySpan<byte> shown) =>
        secret.Matches(Encoding.ASCII.GetString(shown[..secret.Header.Length]))
        && shown[secret.Header.Length..].SequenceEqual(_greeting.AsSpan(secret.Header.Length));
}
