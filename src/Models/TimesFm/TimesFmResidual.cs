using Tollama.Onnx.Graph;

namespace Tollama.Models.TimesFm;

/// <summary>
/// Weights of a residual block: <c>output·silu(hidden·x) + skip·x</c>, biases where the checkpoint has them.
/// </summary>
internal sealed record TimesFmResidual
{
    /// <summary><c>(hidden, in)</c>.</summary>
    public required Value Hidden { get; init; }

    /// <summary><c>(hidden)</c>.</summary>
    public Value? HiddenBias { get; init; }

    /// <summary><c>(out, hidden)</c>.</summary>
    public required Value Output { get; init; }

    /// <summary><c>(out)</c>.</summary>
    public Value? OutputBias { get; init; }

    /// <summary><c>(out, in)</c>.</summary>
    public required Value Skip { get; init; }

    /// <summary><c>(out)</c>.</summary>
    public Value? SkipBias { get; init; }
}
