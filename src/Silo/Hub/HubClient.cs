using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using Polly;
using Tollama.Core.Catalog;

namespace Tollama.Silo.Hub;

/// <summary>
/// Reads repositories of a hub that speaks Hugging Face's HTTP API. One client serves one pull: it carries that pull's
/// token and network settings.
/// </summary>
internal sealed class HubClient : IDisposable
{
    private const int MostRedirects = 8;

    private readonly HttpClient _http;
    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private readonly string? _token;
    private readonly StallGuard _guard;

    /// <summary>Creates the client for one pull.</summary>
    public HubClient(HubOptions options, PullRequest request, TimeProvider time)
    {
        _options = options;
        _time = time;
        _token = string.IsNullOrWhiteSpace(request.Token) ? null : request.Token.Trim();
        _guard = new StallGuard(options.StallTimeout, time);
        Retry = HubRetry.Create(options, time);
        _http = new HttpClient(CreateHandler(options, request)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(
            "tollama/" + typeof(HubClient).Assembly.GetName().Version?.ToString(3));
    }

    /// <summary>Repeats what failed for a passing reason.</summary>
    public ResiliencePipeline Retry { get; }

    /// <summary>Which commit a revision names, and what files it has.</summary>
    /// <exception cref="HubException">Any fault.</exception>
    public async Task<HubRepository> DescribeAsync(string repoId, string revision, CancellationToken cancellationToken)
    {
        string path = $"api/models/{Escape(repoId)}/revision/{Uri.EscapeDataString(revision)}?blobs=true";
        byte[] json = await Retry.ExecuteAsync(
            async token => await ReadAllAsync(Address(path), $"model '{repoId}', revision '{revision}'", token),
            cancellationToken);
        return HubRepositoryReader.Read(repoId, json);
    }

    /// <summary>Opens a file at an offset: one attempt, redirects followed.</summary>
    /// <param name="repository">The commit.</param>
    /// <param name="path">Name in the repository.</param>
    /// <param name="from">First byte wanted.</param>
    /// <param name="unchangedSince">
    /// Tag of the part that is here already; the whole file is sent when it no longer fits.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The body; null when the file ends before <paramref name="from"/>.</returns>
    /// <exception cref="HubException">Any fault.</exception>
    public async Task<HubBody?> OpenAsync(
        HubRepository repository,
        string path,
        long from,
        EntityTagHeaderValue? unchangedSince,
        CancellationToken cancellationToken)
    {
        var address = Address($"{Escape(repository.RepoId)}/resolve/{repository.Commit}/{Escape(path)}");
        var range = new HubRange(from, unchangedSince);
        var (response, digest) = await SendAsync(
            address,
            range,
            $"'{path}' of model '{repository.RepoId}'",
            cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            response.Dispose();
            return null;
        }

        var content = await _guard.RunAsync(
            address, async token => await response.Content.ReadAsStreamAsync(token), cancellationToken);
        return new HubBody(response, content, HubFileFacts.Read(response, digest), _guard);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    [SuppressMessage(
        "Security",
        "CA5359",
        Justification = "Only where the caller of this one pull asked for it, with a warning event.")]
    private static SocketsHttpHandler CreateHandler(HubOptions options, PullRequest request)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = Math.Max(1, request.MaxWorkers),
            UseCookies = false,
            Proxy = new PullProxy(request.HttpProxy, request.HttpsProxy, request.NoProxy),
        };
        if (request.Insecure)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = TrustAnyone,
            };
        }

        return handler;
    }

    /// <summary>What <c>insecure</c> asks for, in one pull, announced by a warning event.</summary>
    private static bool TrustAnyone(
        object sender,
        System.Security.Cryptography.X509Certificates.X509Certificate? certificate,
        System.Security.Cryptography.X509Certificates.X509Chain? chain,
        SslPolicyErrors errors) => true;

    private Uri Address(string path) => new($"{_options.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private async ValueTask<byte[]> ReadAllAsync(Uri address, string what, CancellationToken cancellationToken)
    {
        var (response, _) = await SendAsync(address, HubRange.Whole, what, cancellationToken);
        using (response)
        {
            using var content = await _guard.RunAsync(
                address, async token => await response.Content.ReadAsStreamAsync(token), cancellationToken);
            using var whole = new MemoryStream();
            byte[] buffer = new byte[64 * 1024];
            while (
                await _guard.RunAsync(address, token => content.ReadAsync(buffer, token), cancellationToken)
                    is > 0
                        and int read)
            {
                await whole.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                if (whole.Length > HubRepositoryReader.LongestAnswer)
                {
                    throw new HubException(
                        HubFault.Broken,
                        $"The hub's description of {what} has no end; is HF_ENDPOINT right?");
                }
            }

            return whole.ToArray();
        }
    }

    private async Task<(HttpResponseMessage Response, string? Digest)> SendAsync(
        Uri address, HubRange range, string what, CancellationToken cancellationToken)
    {
        string? digest = null;
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            using var request = CreateRequest(address, range);
            var response = await _guard.RunAsync(
                address,
                async token => await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token),
                cancellationToken);
            digest ??= HubFileFacts.ReadDigest(response);
            if (!HubAnswer.IsRedirect(response))
            {
                return HubAnswer.IsUsable(response)
                    ? (response, digest)
                    : throw HubAnswer.Refuse(response, what, _options.Endpoint, _token is not null, _time);
            }

            address = HubAnswer.ReadTarget(response, address);
            response.Dispose();
        }

        throw new HubException(HubFault.Broken, $"The hub redirects without end for {what}; is HF_ENDPOINT right?");
    }

    /// <summary>The token goes to the hub alone, never to the servers it redirects to.</summary>
    private HttpRequestMessage CreateRequest(Uri address, HubRange range)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        bool isHub =
            Uri.Compare(
                address,
                _options.Endpoint,
                UriComponents.SchemeAndServer,
                UriFormat.Unescaped,
                StringComparison.OrdinalIgnoreCase
            ) == 0;
        if (_token is not null && isHub)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        }

        range.Apply(request);
        return request;
    }
}
