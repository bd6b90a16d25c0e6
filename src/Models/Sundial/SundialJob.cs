using Tollama.Core.Forecasting;
using Tollama.Models.Serving;

namespace Tollama.Models.Sundial;

/// <summary>One request on its way through the sampler.</summary>
internal sealed class SundialJob
{
    /// <summary>The request.</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary>Sample count and seed.</summary>
    public required SamplingOptions Sampling { get; init; }

    /// <summary>One row per series.</summary>
    public required IReadOnlyList<SundialRow> Rows { get; init; }

    /// <summary>Samples per series; set by the run.</summary>
    public SampleSet[] Samples { get; set; } = [];
}
