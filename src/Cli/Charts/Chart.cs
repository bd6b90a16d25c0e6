namespace Tollama.Cli.Charts;

/// <summary>What a chart shows; the horizontal axis counts values from 0.</summary>
internal sealed record Chart
{
    /// <summary>Its headline.</summary>
    public required string Title { get; init; }

    /// <summary>Its lines.</summary>
    public required IReadOnlyList<ChartLine> Lines { get; init; }

    /// <summary>The interval; null when there is none.</summary>
    public ChartBand? Band { get; init; }

    /// <summary>Texts under the horizontal axis with their positions, ascending.</summary>
    public IReadOnlyList<(int Position, string Text)> Labels { get; init; } = [];

    /// <summary>Number of positions of the horizontal axis.</summary>
    public int Length => Lines.Max(line => line.Start + line.Values.Count);
}
