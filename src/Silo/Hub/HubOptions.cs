using Tollama.Core.Errors;

namespace Tollama.Silo.Hub;

/// <summary>How the model hub is reached.</summary>
internal sealed record HubOptions
{
    /// <summary>Root address of the hub; <c>HF_ENDPOINT</c> overrides it.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>Longest wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest silence on an open connection before it counts as dead.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts in a row without a single new byte before a transfer is given up; at least 1.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait after the first failed attempt; doubles with each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait between two attempts, also where the hub asks for more.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same options for another hub.</summary>
    /// <exception cref="TollamaException">Misconfigured: it is no http or https address.</exception>
    public HubOptions At(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
            ? this with { Endpoint = address }
            : throw new TollamaException(
                ErrorCode.Misconfigured,
                $"HF_ENDPOINT is '{endpoint}', which is no http or https address; correct or unset it.");
}
