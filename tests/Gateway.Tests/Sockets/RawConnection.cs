using System.Net.Sockets;
using System.Text;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Sockets;

/// <summary>A connection on which a test writes what no HTTP client would.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _socket;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient socket)
    {
        _socket = socket;
        _stream = socket.GetStream();
    }

    /// <summary>Connects to a server.</summary>
    public static async Task<RawConnection> OpenAsync(GatewayServer server)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", server.Client.BaseAddress!.Port); // servers under test have an address
        return new RawConnection(socket);
    }

    /// <summary>Sends text as it is.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes as they are.</summary>
    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

    /// <summary>Sends the head of a forecast request, with a declared length.</summary>
    public Task SendHeadAsync(long contentLength) => SendAsync(
        $"POST /v1/forecast HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + $"Content-Length: {contentLength}\r\n\r\n");

    /// <summary>Says that nothing more will be sent, and keeps listening.</summary>
    public void EndSending() => _socket.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Everything until the server closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var bytes = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(bytes);
        }
        catch (IOException)
        {
            // A server that closes while we still send resets the connection; what it said before is in the buffer.
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Reads until a text has come, or the server closes.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        var received = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!received.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count = await _stream.ReadAsync(buffer);
            if (count == 0)
            {
                break;
            }

            received.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return received.ToString();
    }

    /// <summary>Closes without a goodbye, as a killed client does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
