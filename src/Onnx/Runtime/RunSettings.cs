namespace Tollama.Onnx.Runtime;

/// <summary>How one run is made.</summary>
public sealed record RunSettings
{
    /// <summary>Nothing special.</summary>
    public static readonly RunSettings Default = new();

    /// <summary>Whether the session's pooled memory is given back after the run.</summary>
    public bool ShrinksArena { get; init; }
}
