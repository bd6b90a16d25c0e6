using System.Collections.Immutable;

namespace Tollama.Onnx.Graph;

/// <summary>One operation of a graph.</summary>
public sealed record NodeSpec
{
    /// <summary>Unique in its graph; says where it came from in profiles and engine errors.</summary>
    public required string Name { get; init; }

    /// <summary>Operator, such as <c>MatMul</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>Operator set: empty for ONNX's own, <c>com.microsoft</c> for the engine's.</summary>
    public string Domain { get; init; } = string.Empty;

    /// <summary>Names of the values it reads, in order; empty where an optional one is absent.</summary>
    public required ImmutableArray<string> Inputs { get; init; }

    /// <summary>Names of the values it makes, in order.</summary>
    public required ImmutableArray<string> Outputs { get; init; }

    /// <summary>Attributes.</summary>
    public ImmutableArray<NodeAttribute> Attributes { get; init; } = [];
}
