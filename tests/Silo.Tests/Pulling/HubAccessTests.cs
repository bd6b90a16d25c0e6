using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Hub;
using Tollama.Silo.Tests.Hub;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Pulling;

public sealed class HubAccessTests : IAsyncLifetime
{
    private const string Reference = "hf.co/" + FakeHub.Repository;

    private FakeHub _hub = null!;
    private StoreBench _bench = null!;

    public async Task InitializeAsync()
    {
        _hub = (await FakeHub.StartAsync()).AddToyModel();
        _bench = new StoreBench(_hub.Address);
    }

    public async Task DisposeAsync()
    {
        _bench.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Shows_the_token_to_the_hub_and_never_to_where_it_redirects()
    {
        _hub.IsGated = true;

        await _bench.PullAsync(new PullRequest { Model = Reference, Token = FakeHub.GoodToken });

        Assert.NotEmpty(_hub.StorageCredentials);
        Assert.All(_hub.StorageCredentials, Assert.Empty);
    }

    [Theory]
    [InlineData(null, "accept its terms")]
    [InlineData("hf_wrong", "no access")]
    public async Task Explains_a_gated_repository(string? token, string words)
    {
        _hub.IsGated = true;

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(
            () => _bench.PullAsync(new PullRequest { Model = Reference, Token = token }));

        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_wrong", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, _hub.CountRequests("/api/models"));
    }

    [Theory]
    [InlineData("hf.co/acme/nothing", "acme/nothing")]
    [InlineData(Reference + "@v9", "v9")]
    public async Task Names_the_repository_or_revision_that_does_not_exist(string reference, string part)
    {
        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(reference));

        Assert.Equal(ErrorCode.ModelNotFound, fault.Code);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_entry_whose_repository_is_gone_is_the_hubs_fault()
    {
        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync("chronos2"));

        Assert.Equal(ErrorCode.UpstreamFailed, fault.Code);
        Assert.Contains("amazon/chronos-2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_through_the_proxy_with_its_credentials()
    {
        await using var proxy = new RecordingProxy();

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(
            new PullRequest { Model = Reference, HttpProxy = $"http://user:p%40ss@127.0.0.1:{proxy.Port}" }));

        Assert.Contains("502", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("p@ss", fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            proxy.Heads,
            head => head.StartsWith($"GET {_hub.Address}api/models/", StringComparison.Ordinal));
        string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes("user:p@ss"));
        Assert.Contains(
            proxy.Heads,
            head => head.Contains($"Proxy-Authorization: Basic {credentials}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Goes_around_the_proxy_where_no_proxy_says_so()
    {
        await using var proxy = new RecordingProxy();

        await _bench.PullAsync(new PullRequest
        {
            Model = Reference,
            HttpProxy = $"127.0.0.1:{proxy.Port}",
            NoProxy = "127.0.0.0/8, ::1",
        });

        Assert.Empty(proxy.Heads);
        Assert.NotNull(_bench.Store.Find(Reference));
    }

    [Theory]
    [InlineData("*", "http://huggingface.co/x", true)]
    [InlineData("huggingface.co", "http://huggingface.co/x", true)]
    [InlineData("huggingface.co", "http://cdn.huggingface.co/x", true)]
    [InlineData(".huggingface.co", "http://cdn.huggingface.co/x", true)]
    [InlineData("huggingface.co", "http://nothuggingface.co/x", false)]
    [InlineData("hub.local:8080", "http://hub.local:8080/x", true)]
    [InlineData("hub.local:8080", "http://hub.local:9090/x", false)]
    [InlineData("10.0.0.0/8", "http://10.1.2.3/x", true)]
    [InlineData("10.0.0.0/8", "http://11.1.2.3/x", false)]
    [InlineData("::1", "http://[::1]:80/x", true)]
    [InlineData(" a.example , b.example ", "http://b.example/", true)]
    [InlineData("", "http://b.example/", false)]
    public void Reads_no_proxy_as_everybody_does(string rules, string address, bool isDirect)
    {
        var proxy = new PullProxy("http://proxy:1", "http://proxy:2", rules);

        Assert.Equal(isDirect, proxy.IsBypassed(new Uri(address)));
        Assert.Equal(isDirect ? null : new Uri("http://proxy:1"), proxy.GetProxy(new Uri(address)));
    }

    [Theory]
    [InlineData("ftp://proxy:1")]
    [InlineData("http://")]
    [InlineData("://")]
    public void Refuses_a_proxy_that_is_no_address(string text)
    {
        var fault = Assert.Throws<TollamaException>(() => new PullProxy(text, null, null));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
    }

    /// <summary>A proxy that answers 502 to everything and keeps the request heads.</summary>
    private sealed class RecordingProxy : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;

        public RecordingProxy()
        {
            _listener.Start();
            _loop = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public ConcurrentQueue<string> Heads { get; } = new();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _listener.Stop();
            await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }

        private async Task ServeAsync()
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                byte[] buffer = new byte[8192];
                int read = await client.GetStream().ReadAsync(buffer, _stop.Token);
                string head = Encoding.ASCII.GetString(buffer, 0, read);
                Heads.Enqueue(head);
                bool isKnown = head.Contains("Proxy-Authorization", StringComparison.OrdinalIgnoreCase);
                string status = isKnown
                    ? "502 Bad Gateway"
                    : "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"";
                await client
                    .GetStream()
                    .WriteAsync(
                        Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                        _stop.Token);
            }
        }
    }
}
