using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Tollama.Testing;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>
/// A network of the test's own: every member has a network namespace with one address, all on one bridge in a further
/// namespace. Nothing leads out of it. Two members are cut off from each other without a word to either, as by a broken
/// switch: their ports of the bridge are isolated.
/// </summary>
internal sealed partial class Network : Surroundings, IAsyncDisposable
{
    private readonly string _prefix = $"tollama{Environment.ProcessId}";
    private readonly string[] _members;

    public Network(params string[] members) => _members = members;

    /// <summary>What the machine lacks for it; null when it stands.</summary>
    public string? Missing { get; private set; }

    private string Switch => $"{_prefix}-switch";

    /// <summary>Builds it; where the system refuses, <see cref="Missing"/> says what.</summary>
    public async Task BuildAsync()
    {
        try
        {
            await RunAsync("netns", "add", Switch);
            await RunAsync("-n", Switch, "link", "add", "name", "br0", "type", "bridge");
            await RunAsync("-n", Switch, "link", "set", "dev", "br0", "up");
            foreach (string member in _members)
            {
                await AttachAsync(member);
            }
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException)
        {
            Missing = $"network namespaces with a bridge, made by 'ip' as root ({fault.Message})";
        }
    }

    /// <summary>Lets no packet pass between two members.</summary>
    public async Task CutAsync(string one, string other)
    {
        await IsolateAsync(one, "on");
        await IsolateAsync(other, "on");
    }

    /// <summary>Lets no packet pass to or from a member.</summary>
    public Task CutAsync(string member) => RunAsync("-n", Switch, "link", "set", "dev", Port(member), "down");

    /// <summary>Lets everybody talk again.</summary>
    public async Task HealAsync()
    {
        foreach (string member in _members)
        {
            await IsolateAsync(member, "off");
            await RunAsync("-n", Switch, "link", "set", "dev", Port(member), "up");
        }
    }

    /// <inheritdoc/>
    public override string AddressOf(string member) => $"10.213.7.{Array.IndexOf(_members, member) + 1}";

    /// <summary>The command that starts a program where a member is.</summary>
    public string[] LauncherOf(string member) => ["ip", "netns", "exec", SpaceOf(member)];

    /// <inheritdoc/>
    public override TollamaStart Place(string member, TollamaStart start) =>
        start with
        {
            Launcher = LauncherOf(member),
        };

    /// <summary>A client whose sockets are made in the gateway's namespace.</summary>
    public override HttpClient NewClient(string gateway, Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = MakeSocket(SpaceOf(gateway));
                var target = new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port);
                await socket.ConnectAsync(target, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = address };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string space in Directory.Exists(Spaces)
            ? Directory.GetFiles(Spaces, $"{_prefix}-*").Select(path => Path.GetFileName(path)).ToArray()
            : [])
        {
            await RunAsync("netns", "del", space);
        }
    }

    private static string Spaces => "/run/netns";

    private static string Port(string member) => $"to-{member}";

    private string SpaceOf(string member) => $"{_prefix}-{member}";

    private async Task AttachAsync(string member)
    {
        string space = SpaceOf(member);
        await RunAsync("netns", "add", space);
        await RunAsync(
            "-n",
            Switch,
            "link",
            "add",
            "name",
            Port(member),
            "type",
            "veth",
            "peer",
            "name",
            "eth0",
            "netns",
            space);
        await RunAsync("-n", Switch, "link", "set", "dev", Port(member), "master", "br0", "up");
        await RunAsync("-n", space, "addr", "add", $"{AddressOf(member)}/24", "dev", "eth0");
        await RunAsync("-n", space, "link", "set", "dev", "eth0", "up");
        await RunAsync("-n", space, "link", "set", "dev", "lo", "up");
        await IsolateAsync(member, "off");
    }

    private Task IsolateAsync(string member, string isIsolated) =>
        RunAsync("-n", Switch, "link", "set", "dev", Port(member), "type", "bridge_slave", "isolated", isIsolated);

    private static async Task RunAsync(params string[] arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string complaint = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        if (ip.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {complaint.Trim()}");
        }
    }

    /// <summary>
    /// A socket belongs to the namespace of the thread that makes it, so a thread of its own goes there for that.
    /// </summary>
    private static Socket MakeSocket(string space)
    {
        Socket? made = null;
        Exception? fault = null;
        var visitor = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle(Path.Combine(Spaces, space));
                if (EnterNamespace((int)file.DangerousGetHandle(), 0) != 0)
                {
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                }

                made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            }
            catch (Exception unexpected) when (unexpected is Win32Exception or IOException or SocketException)
            {
                fault = unexpected;
            }
        });
        visitor.Start();
        visitor.Join();
        return made ?? throw new InvalidOperationException($"No socket could be made in {space}.", fault);
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int EnterNamespace(int descriptor, int kind);
}
