using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Tollama.Client.Errors;
using Tollama.Client.Wire;

namespace Tollama.Client.Transport;

/// <summary>
/// Speaks to a daemon over HTTP: JSON in and out, NDJSON and server-sent streams, retries. Replies are passed on as
/// they come; only failures are interpreted. Thread-safe.
/// </summary>
public sealed class DaemonTransport : IDisposable
{
    private const int MaximumDepth = 256;

    private readonly HttpClient _http;
    private readonly TollamaClientOptions _options;
    private readonly string _address;

    /// <summary>Creates the transport; nothing is opened before the first call.</summary>
    public DaemonTransport(TollamaClientOptions options)
    {
        _options = options;
        _address = Normalise(options.BaseUrl);
        _http = options.Handler is { } handler
            ? new HttpClient(handler, disposeHandler: false)
            : new HttpClient(new SocketsHttpHandler { UseProxy = !options.BaseUrl.IsLoopback });
        _http.Timeout = Timeout.InfiniteTimeSpan;
        if (options.ApiKey is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        }
    }

    /// <summary>Address of the daemon, without a trailing slash.</summary>
    public string Address => _address;

    /// <summary>Sends a request and reads a JSON reply.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query, starting with a slash.</param>
    /// <param name="body">JSON body; null for none.</param>
    /// <param name="action">What is being done, for messages: <c>list models</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DaemonException">Refused, unreachable, too slow or not JSON.</exception>
    public async Task<JsonElement> SendAsync(
        HttpMethod method, string path, JsonElement? body, string action, CancellationToken cancellationToken = default)
    {
        using var silence = Silence(cancellationToken);
        using var response = await OpenAsync(method, path, body, action, silence, cancellationToken);
        string text = await ExchangeAsync(
            () => response.Content.ReadAsStringAsync(silence.Token), action, cancellationToken);
        return Parse(text, action);
    }

    /// <summary><c>GET</c>. Parameters and failures as <see cref="SendAsync"/>.</summary>
    public Task<JsonElement> GetAsync(string path, string action, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, path, null, action, cancellationToken);

    /// <summary><c>POST</c> of a JSON body. Parameters and failures as <see cref="SendAsync"/>.</summary>
    public Task<JsonElement> PostAsync(
        string path, JsonElement body, string action, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, path, body, action, cancellationToken);

    /// <summary>The same, with the answer taken apart.</summary>
    /// <exception cref="DaemonException">As <see cref="SendAsync"/>, and as <see cref="ReplyReader.Read"/>.</exception>
    internal async Task<T> PostAsync<T>(
        string path, JsonElement body, string action, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        ReplyReader.Read(await PostAsync(path, body, action, cancellationToken), action, read);

    /// <summary>
    /// <c>DELETE</c> with or without a JSON body. Parameters and failures as <see cref="SendAsync"/>.
    /// </summary>
    public Task<JsonElement> DeleteAsync(
        string path, JsonElement? body, string action, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, path, body, action, cancellationToken);

    /// <summary><c>POST</c> whose answer is one JSON object per line, each handed on as soon as it is there.</summary>
    /// <exception cref="DaemonException">
    /// As <see cref="SendAsync"/>; the stream may also break in the middle.
    /// </exception>
    public async IAsyncEnumerable<JsonElement> StreamAsync(
        string path,
        JsonElement body,
        string action,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var silence = Silence(cancellationToken);
        using var response = await OpenAsync(HttpMethod.Post, path, body, action, silence, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(silence.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (true)
        {
            silence.CancelAfter(_options.Timeout);
            string? line = await ExchangeAsync(
                () => reader.ReadLineAsync(silence.Token).AsTask(), action, cancellationToken);
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

    /// <summary>A request whose answer is a stream of server-sent events; heartbeats count as signs of life.</summary>
    /// <exception cref="DaemonException">
    /// As <see cref="SendAsync"/>; the stream may also break in the middle.
    /// </exception>
    public async IAsyncEnumerable<ServerEvent> EventsAsync(
        HttpMethod method,
        string path,
        JsonElement? body,
        string action,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var silence = Silence(cancellationToken);
        using var response = await OpenAsync(method, path, body, action, silence, cancellationToken);
        await using var stream = new LivelyStream(
            await response.Content.ReadAsStreamAsync(silence.Token),
            () => silence.CancelAfter(_options.Timeout));
        await using var events = SseParser
            .Create(stream)
            .EnumerateAsync(silence.Token)
            .GetAsyncEnumerator(silence.Token);
        while (await ExchangeAsync(() => events.MoveNextAsync().AsTask(), action, cancellationToken))
        {
            yield return new ServerEvent(events.Current.EventType, Parse(events.Current.Data, action));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Normalise(Uri address)
    {
        string text = address.ToString().TrimEnd('/');
        return text.EndsWith("/api", StringComparison.OrdinalIgnoreCase) ? text[..^"/api".Length] : text;
    }

    private CancellationTokenSource Silence(CancellationToken cancellationToken)
    {
        var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(_options.Timeout);
        return silence;
    }

    /// <summary>
    /// Sends until there is a success, a final refusal, or no try left; returns with the headers read.
    /// </summary>
    private async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method,
        string path,
        JsonElement? body,
        string action,
        CancellationTokenSource silence,
        CancellationToken cancellationToken)
    {
        for (int retry = 0; ; retry++)
        {
            using var request = Request(method, path, body);
            var response = await ExchangeAsync(
                () => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token),
                action, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                string text = await ExchangeAsync(
                    () => response.Content.ReadAsStringAsync(silence.Token), action, cancellationToken);
                var refusal = Refusal(response, text, action);
                if (retry >= _options.MaximumRetries
                    || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
                    || refusal.RetryAfter is not { } pause || pause > _options.Timeout)
                {
                    throw refusal;
                }

                silence.CancelAfter(pause + _options.Timeout);
                await Task.Delay(pause, _options.Time, cancellationToken);
            }
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, JsonElement? body)
    {
        var request = new HttpRequestMessage(method, new Uri(_address + path));
        if (body is { } value)
        {
            request.Content = new StringContent(value.GetRawText(), Encoding.UTF8, "application/json");
        }

        return request;
    }

    /// <summary>Turns faults of the transport into one sentence.</summary>
    private async Task<T> ExchangeAsync<T>(Func<Task<T>> exchange, string action, CancellationToken cancellationToken)
    {
        try
        {
            return await exchange();
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DaemonException(
                ErrorCategory.Timeout,
                FormattableString.Invariant(
                    $"{action} failed: no answer from {_address} within {_options.Timeout.TotalSeconds:0.##} s"),
                fault)
            {
                Hint = "allow more time with --timeout.",
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new DaemonException(
                ErrorCategory.DaemonUnreachable,
                $"{action} failed: no connection to {_address} ({Innermost(fault)})",
                fault)
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

    private DaemonException Refusal(HttpResponseMessage response, string text, string action)
    {
        var (detail, hint) = ErrorDetail.Read(text);
        var after = response.Headers.RetryAfter;
        return new DaemonException(
            ErrorCategories.Of(response.StatusCode, detail),
            $"{action} failed with HTTP {(int)response.StatusCode}: {detail}")
        {
            Status = response.StatusCode,
            Detail = detail,
            Hint = hint,
            RetryAfter = after?.Delta ?? (after?.Date is { } date ? date - _options.Time.GetUtcNow() : null),
        };
    }

    private static JsonElement Parse(string text, string action)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw new DaemonException(
                ErrorCategory.InvalidRequest, $"{action} failed: the answer is not JSON ({fault.Message})", fault)
            {
                Status = HttpStatusCode.OK,
                Hint = "check that the address is a tollama daemon's.",
            };
        }
    }
}
