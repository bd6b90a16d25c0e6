using System.Net;
using System.Net.Sockets;

namespace Tollama.Testing;

/// <summary>
/// Ports of loopback for processes that a test starts. None is of those that the system gives to outgoing connections
/// and to whoever asks for any, and none is given twice by one test run: between the choice and the start of the
/// process that is to listen, a port that somebody else can be given sends the test to the wrong process.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int Count = 22_000; // up to 31 999; the system's own begin at 32 768

    private static int _taken = Random.Shared.Next(Count); // test runs side by side begin at different places

    /// <summary>A port that nobody listens on.</summary>
    public static int Next()
    {
        while (true)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref _taken) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
    }
}
