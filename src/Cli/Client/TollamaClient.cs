using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Tollama.Cli.Client;

/// <summary>Speaks to a daemon over HTTP. Replies are passed on as they come; only failures are interpreted.</summary>
internal sealed class TollamaClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;

    /// <summary>Creates a client.</summary>
    /// <param name="baseUrl">Address of the daemon.</param>
    /// <param name="timeout">Longest silence: until the answer begins, and between two lines of a stream.</param>
    /// <param name="apiKey">Bearer key; null for none.</param>
    public TollamaClient(Uri baseUrl, TimeSpan timeout, string? apiKey)
    {
        BaseUrl = baseUrl;
        _timeout = timeout;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = !baseUrl.IsLoopback })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (apiKey is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }
    }

    /// <summary>Address of the daemon.</summary>
    public Uri BaseUrl { get; }

    /// <summary><c>GET</c>.</summary>
    /// <param name="path">Path and query, starting with a slash.</param>
    /// <param name="action">What is being done, for messages: <c>list models</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DaemonException">Refused, unreachable, too slow or not JSON.</exception>
    public Task<JsonElement> GetAsync(string path, string action, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, action, cancellationToken);

    /// <summary><c>POST</c> of a JSON body. Parameters and failures as <see cref="GetAsync"/>.</summary>
    public Task<JsonElement> PostAsync(
        string path, JsonElement body, string action, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, action, cancellationToken);

    /// <summary><c>DELETE</c> with or without a JSON body. Parameters and failures as <see cref="GetAsync"/>.</summary>
    public Task<JsonElement> DeleteAsync(
        string path, JsonElement? body, string action, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, body, action, cancellationToken);

    /// <summary><c>POST</c> whose answer is one JSON object per line, each handed on as soon as it is there.</summary>
    public async IAsyncEnumerable<JsonElement> StreamAsync(
        string path,
        JsonElement body,
        string action,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(_timeout);
        using var request = Request(HttpMethod.Post, path, body);
        using var response = await ExchangeAsync(
            () => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token),
            action, cancellationToken);
        await EnsureSuccessAsync(response, action, silence.Token);
        await using var stream = await response.Content.ReadAsStreamAsync(silence.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (true)
        {
            silence.CancelAfter(_timeout);
            string? line = await ExchangeAsync(() => reader.ReadLineAsync(silence.Token).AsTask(), action, cancellationToken);
            if (line is null)
            {
                yield break;
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(line, action);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(
        HttpMethod method, string path, JsonElement? body, string action, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        using var request = Request(method, path, body);
        using var response = await ExchangeAsync(
            () => _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token),
            action, cancellationToken);
        await EnsureSuccessAsync(response, action, limit.Token);
        return Parse(await response.Content.ReadAsStringAsync(limit.Token), action);
    }

    private HttpRequestMessage Request(HttpMethod method, string path, JsonElement? body)
    {
        var request = new HttpRequestMessage(method, new Uri(DaemonAddress.Text(BaseUrl) + path));
        if (body is { } value)
        {
            request.Content = new StringContent(value.GetRawText(), Encoding.UTF8, "application/json");
        }

        return request;
    }

    /// <summary>Turns faults of the transport into one sentence.</summary>
    private async Task<T> ExchangeAsync<T>(
        Func<Task<T>> exchange, string action, CancellationToken cancellationToken)
    {
        try
        {
            return await exchange();
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DaemonException(
                FormattableString.Invariant($"{action} failed: no answer from {DaemonAddress.Text(BaseUrl)} within ")
                + FormattableString.Invariant($"{_timeout.TotalSeconds:0.##} s"), fault)
            {
                Hint = "allow more time with --timeout.",
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new DaemonException(
                $"{action} failed: no connection to {DaemonAddress.Text(BaseUrl)} ({Innermost(fault)})", fault)
            {
                Hint = "start the daemon with 'tollama serve', or name another one with --base-url.",
            };
        }
    }

    private static string Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }

        return fault.Message.TrimEnd('.');
    }

    private static async Task EnsureSuccessAsync(
        HttpResponseMessage response, string action, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var (detail, hint) = ErrorDetail.Read(await response.Content.ReadAsStringAsync(cancellationToken));
        throw new DaemonException($"{action} failed with HTTP {(int)response.StatusCode}: {detail}")
        {
            Status = response.StatusCode,
            Detail = detail,
            Hint = hint,
        };
    }

    private static JsonElement Parse(string text, string action)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
            return document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw new DaemonException($"{action} failed: the answer is not JSON ({fault.Message})", fault)
            {
                Status = System.Net.HttpStatusCode.OK,
                Hint = "check that the address is a tollama daemon's.",
            };
        }
    }
}
