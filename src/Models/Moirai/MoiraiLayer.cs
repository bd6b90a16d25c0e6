using Tollama.Onnx.Graph;

namespace Tollama.Models.Moirai;

/// <summary>Weights of one encoder layer.</summary>
internal sealed record MoiraiLayer
{
    /// <summary>RMS norm before attention, <c>(width)</c>.</summary>
    public required Value AttentionNorm { get; init; }

    /// <summary>Query matrix, <c>(width, width)</c>.</summary>
    public required Value Query { get; init; }

    /// <summary>Key matrix, <c>(width, width)</c>.</summary>
    public required Value Key { get; init; }

    /// <summary>Value matrix, <c>(width, width)</c>.</summary>
    public required Value Value { get; init; }

    /// <summary>Output matrix, <c>(width, width)</c>.</summary>
    public required Value Output { get; init; }

    /// <summary>RMS norm of each query head, <c>(head_dim)</c>.</summary>
    public required Value QueryNorm { get; init; }

    /// <summary>RMS norm of each key head, <c>(head_dim)</c>.</summary>
    public required Value KeyNorm { get; init; }

    /// <summary>Added to scores between different variates, <c>(1, heads, 1, 1)</c>.</summary>
    public required Value OtherVariate { get; init; }

    /// <summary>Added to scores within a variate, <c>(1, heads, 1, 1)</c>.</summary>
    public required Value SameVariate { get; init; }

    /// <summary>RMS norm before the perceptron, <c>(width)</c>.</summary>
    public required Value FeedForwardNorm { get; init; }

    /// <summary>Gated branch, <c>(hidden, width)</c>.</summary>
    public required Value Gate { get; init; }

    /// <summary>Linear branch, <c>(hidden, width)</c>.</summary>
    public required Value Up { get; init; }

    /// <summary>Way back, <c>(width, hidden)</c>.</summary>
    public required Value Down { get; init; }
}
