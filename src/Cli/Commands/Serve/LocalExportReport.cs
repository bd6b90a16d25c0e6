namespace Tollama.Cli.Commands.Serve;

/// <summary>What was exported.</summary>
internal sealed record LocalExportReport
{
    /// <summary>The ONNX file.</summary>
    public required string Path { get; init; }

    /// <summary>Our name of the family.</summary>
    public required string Family { get; init; }

    /// <summary>SHA-256 of the graph without its weights.</summary>
    public required string Hash { get; init; }

    /// <summary>Number of operators.</summary>
    public required int Operators { get; init; }

    /// <summary>Name, element type and shape of each input.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Name, element type and shape of each output.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Files that the graph points into; none where it holds its weights.</summary>
    public required IReadOnlyList<string> Weights { get; init; }
}
