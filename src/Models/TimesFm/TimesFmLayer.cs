using System.Collections.Immutable;
using Tollama.Onnx.Graph;

namespace Tollama.Models.TimesFm;

/// <summary>Weights of one transformer layer; shapes as in <see cref="TimesFmLayerNames"/>.</summary>
internal sealed record TimesFmLayer
{
    /// <summary>RMS norm before attention.</summary>
    public required Value PreAttention { get; init; }

    /// <summary>RMS norm after attention.</summary>
    public required Value PostAttention { get; init; }

    /// <summary>RMS norm before the feed-forward block.</summary>
    public required Value PreFeedForward { get; init; }

    /// <summary>RMS norm after the feed-forward block.</summary>
    public required Value PostFeedForward { get; init; }

    /// <summary>Query, key and value in one matrix, or null.</summary>
    public required Value? Fused { get; init; }

    /// <summary>Query, key and value matrices; empty when they are fused.</summary>
    public required ImmutableArray<Value> Separate { get; init; }

    /// <summary>Output matrix.</summary>
    public required Value Output { get; init; }

    /// <summary>Norm of the query heads with the query's scale folded in.</summary>
    public required Value QueryNorm { get; init; }

    /// <summary>Norm of the key heads.</summary>
    public required Value KeyNorm { get; init; }

    /// <summary>First feed-forward matrix.</summary>
    public required Value FeedForwardIn { get; init; }

    /// <summary>Second feed-forward matrix.</summary>
    public required Value FeedForwardOut { get; init; }
}
