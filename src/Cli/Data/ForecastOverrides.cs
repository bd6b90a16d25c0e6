namespace Tollama.Cli.Data;

/// <summary>What the command line puts into a request, whatever the input says.</summary>
internal sealed record ForecastOverrides
{
    /// <summary>Model to use.</summary>
    public required string Model { get; init; }

    /// <summary>Seconds that the daemon may take.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>Steps; null to keep the input's.</summary>
    public int? Horizon { get; init; }

    /// <summary>Levels, ascending; null to keep the input's.</summary>
    public IReadOnlyList<double>? Quantiles { get; init; }

    /// <summary>Whether the answer comes as a stream; null to keep what the input says.</summary>
    public bool? IsStream { get; init; }

    /// <summary>Frequency of every series; null to keep the input's.</summary>
    public string? Freq { get; init; }
}
