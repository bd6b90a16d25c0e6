using System.Collections.Immutable;

namespace Tollama.Models.TimesFm;

/// <summary>Tensor names of one transformer layer.</summary>
internal sealed record TimesFmLayerNames
{
    /// <summary>RMS norm before attention, <c>(width)</c>.</summary>
    public required string PreAttention { get; init; }

    /// <summary>RMS norm after attention, <c>(width)</c>.</summary>
    public required string PostAttention { get; init; }

    /// <summary>RMS norm before the feed-forward block, <c>(width)</c>.</summary>
    public required string PreFeedForward { get; init; }

    /// <summary>RMS norm after the feed-forward block, <c>(width)</c>.</summary>
    public required string PostFeedForward { get; init; }

    /// <summary>Query, key and value in one matrix, <c>(3·width, width)</c>; null when they are separate.</summary>
    public required string? Fused { get; init; }

    /// <summary>Query, key and value matrices, <c>(width, width)</c> each.</summary>
    public required ImmutableArray<string> Separate { get; init; }

    /// <summary>Output matrix, <c>(width, width)</c>.</summary>
    public required string Output { get; init; }

    /// <summary>RMS norm of each query head, <c>(head_dim)</c>.</summary>
    public required string QueryNorm { get; init; }

    /// <summary>RMS norm of each key head, <c>(head_dim)</c>.</summary>
    public required string KeyNorm { get; init; }

    /// <summary>Raw scale of each query dimension, <c>(head_dim)</c>; a softplus is applied.</summary>
    public required string QueryScale { get; init; }

    /// <summary>First feed-forward matrix, <c>(hidden, width)</c>.</summary>
    public required string FeedForwardIn { get; init; }

    /// <summary>Second feed-forward matrix, <c>(width, hidden)</c>.</summary>
    public required string FeedForwardOut { get; init; }
}
