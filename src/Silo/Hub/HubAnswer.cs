using System.Net;

namespace Tollama.Silo.Hub;

/// <summary>Reads statuses of the hub's answers.</summary>
internal static class HubAnswer
{
    /// <summary>Whether the content is here, in full, in part, or known to end earlier.</summary>
    public static bool IsUsable(HttpResponseMessage response) =>
        response.StatusCode
            is HttpStatusCode.OK
                or HttpStatusCode.PartialContent
                or HttpStatusCode.RequestedRangeNotSatisfiable;

    /// <summary>Whether the answer points elsewhere.</summary>
    public static bool IsRedirect(HttpResponseMessage response) =>
        response.StatusCode
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect;

    /// <summary>Where a redirect points.</summary>
    /// <exception cref="HubException">Broken: nowhere, to another protocol, or from TLS to plain text.</exception>
    public static Uri ReadTarget(HttpResponseMessage response, Uri from)
    {
        var target = response.Headers.Location is { } location ? new Uri(from, location) : null;
        bool isAllowed =
            target is not null
            && (
                target.Scheme == Uri.UriSchemeHttps
                || (target.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp));
        return isAllowed
            ? target!
            : throw new HubException(
                HubFault.Broken,
                $"{from.Authority} redirects to '{target}', which is no safe address; is HF_ENDPOINT right?");
    }

    /// <summary>The fault that a status means; disposes the answer.</summary>
    public static HubException Refuse(
        HttpResponseMessage response, string what, Uri endpoint, bool hasToken, TimeProvider time)
    {
        using (response)
        {
            string code = response.Headers.TryGetValues("X-Error-Code", out var values) ? values.First() : string.Empty;
            int status = (int)response.StatusCode;
            return (status, code) switch
            {
                (_, "GatedRepo") or (403, _) => new HubException(
                    HubFault.Gated,
                    DescribeGate(what, endpoint, hasToken)),
                (_, "RevisionNotFound") => new HubException(
                    HubFault.RevisionNotFound,
                    $"The hub at {endpoint.Authority} has no {what}: no such branch, tag or commit."),
                (_, "EntryNotFound") => new HubException(
                    HubFault.FileNotFound, $"The hub at {endpoint.Authority} has no {what}."),
                (401 or 404, _) => new HubException(
                    HubFault.RepositoryNotFound,
                    $"The hub at {endpoint.Authority} has no {what}, or it is private; check the name, or give a token "
                    + "with access (--token, TOLLAMA_HF_TOKEN)."),
                (408 or 429 or >= 500, _) => new HubException(
                    HubFault.Busy, $"The hub at {endpoint.Authority} answered {status} for {what}; try again later.")
                {
                    RetryAfter = ReadDelay(response, time),
                },
                _ => new HubException(
                    HubFault.Broken,
                    $"The hub at {endpoint.Authority} answered {status} for {what}; is HF_ENDPOINT right?"),
            };
        }
    }

    private static string DescribeGate(string what, Uri endpoint, bool hasToken) => hasToken
        ? $"The token has no access to {what}: it is gated; ask for access on its page at {endpoint.Authority} first."
        : $"Access to {what} is restricted: accept its terms on its page at {endpoint.Authority}, then give your token "
            + "(--token, TOLLAMA_HF_TOKEN).";

    private static TimeSpan? ReadDelay(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var delay = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return delay > TimeSpan.Zero ? delay : null;
    }
}
