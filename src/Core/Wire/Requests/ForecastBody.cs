using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of a forecast or validation route (contract/http-api §2.2).</summary>
public sealed record ForecastBody
{
    /// <summary>The request; without series when they come from <see cref="DataUrl"/> or an upload.</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary><c>keep_alive</c>, not yet parsed.</summary>
    public KeepAlive KeepAlive { get; init; }

    /// <summary><c>stream</c>; true unless the caller said otherwise.</summary>
    public bool Stream { get; init; } = true;

    /// <summary><c>modelfile</c>: name of a profile to apply; null for none.</summary>
    public string? Profile { get; init; }

    /// <summary><c>data_url</c>: where the series are; null when they are in the request.</summary>
    public string? DataUrl { get; init; }

    /// <summary><c>ingest</c>: how the table at <see cref="DataUrl"/> is read.</summary>
    public IngestOptions? Ingest { get; init; }

    /// <summary><c>response_options</c>.</summary>
    public ResponseOptions ResponseOptions { get; init; } = ResponseOptions.Default;

    /// <summary>Whether the request itself gave <c>quantiles</c> (a profile's then do not count).</summary>
    public bool HasQuantiles { get; init; }

    /// <summary><c>parameters</c> as the request itself gave them, a JSON object; empty when it gave none.</summary>
    public ReadOnlyMemory<byte> ParametersJson { get; init; }
}
