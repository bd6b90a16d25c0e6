using Tollama.Core.Forecasting;

namespace Tollama.Models.TimesFm;

/// <summary>One request on its way through the decoder.</summary>
internal sealed class TimesFmJob
{
    /// <summary>The request.</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary>Run-time options.</summary>
    public required TimesFmSettings Settings { get; init; }

    /// <summary>Observations that are read, per series.</summary>
    public required IReadOnlyList<double[]> Series { get; init; }

    /// <summary>Numeric covariates; empty when there is nothing to regress on.</summary>
    public required TimesFmCovariates Covariates { get; init; }

    /// <summary>Warnings so far.</summary>
    public required List<string> Warnings { get; init; }

    /// <summary>Result per series, by channel, each <c>(horizon)</c>; set by the run.</summary>
    public IReadOnlyList<double[][]> Channels { get; set; } = [];
}
