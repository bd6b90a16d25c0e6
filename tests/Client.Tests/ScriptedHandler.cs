using System.Net;
using System.Text;

namespace Tollama.Client.Tests;

/// <summary>Answers requests from a script, one answer each, and remembers what was asked.</summary>
internal sealed class ScriptedHandler(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    private int _next;

    /// <summary>Method, path and body of every request.</summary>
    public List<(string Method, string Path, string Body)> Requests { get; } = [];

    /// <summary>The last <c>Authorization</c> header.</summary>
    public string? Authorization { get; private set; }

    /// <summary>An answer with a JSON body.</summary>
    public static Func<HttpResponseMessage> Json(HttpStatusCode status, string body, string? retryAfter = null) => () =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null
            ? string.Empty
            : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method.Method, request.RequestUri!.PathAndQuery, body)); // our requests have an address
        Authorization = request.Headers.Authorization?.ToString();
        return answers[_next++]();
    }
}
