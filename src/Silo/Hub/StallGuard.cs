using System.Security.Authentication;

namespace Tollama.Silo.Hub;

/// <summary>Runs one step of a transfer, bounds its silence and says in our words how it failed.</summary>
internal sealed class StallGuard
{
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;

    /// <summary>Bounds each step by <paramref name="limit"/>.</summary>
    public StallGuard(TimeSpan limit, TimeProvider time) => (_limit, _time) = (limit, time);

    /// <summary>Runs the step; cancellation by the caller passes through as it is.</summary>
    /// <param name="address">Named in the fault.</param>
    /// <param name="step">The step.</param>
    /// <param name="cancellationToken">Of the caller.</param>
    /// <exception cref="HubException">Connection (also after silence) or Certificate.</exception>
    public async Task<T> RunAsync<T>(
        Uri address, Func<CancellationToken, ValueTask<T>> step, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(_limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            return await step(either.Token);
        }
        catch (OperationCanceledException inner) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubException(
                HubFault.Connection,
                $"{address.Authority} sent nothing for {_limit.TotalSeconds:0.#} s; check the network and the proxy "
                    + "settings.",
                inner);
        }
        catch (HttpRequestException inner) when (FindCertificateFault(inner) is { } reason)
        {
            throw new HubException(
                HubFault.Certificate,
                $"The certificate of {address.Authority} is not trusted ({reason}); add its authority to the system's "
                + "trust store, or use --insecure for this pull if you know the network.",
                inner);
        }
        catch (Exception inner) when (inner is HttpRequestException or IOException)
        {
            throw new HubException(
                HubFault.Connection,
                $"The connection to {address.Authority} failed ({inner.Message}); check the network, the proxy "
                    + "settings "
                + "(http_proxy, https_proxy, no_proxy) and HF_ENDPOINT.",
                inner);
        }
    }

    private static string? FindCertificateFault(HttpRequestException fault) =>
        fault.InnerException is AuthenticationException inner ? inner.Message : null;
}
