using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Moirai;

/// <summary>A residual block: <c>output·silu(hidden·x + b) + b + skip·x + b</c> (models/moirai-2 §4.3 step 9).</summary>
internal sealed record MoiraiResidual
{
    /// <summary><c>(hidden, in)</c>.</summary>
    public required Value Hidden { get; init; }

    /// <summary><c>(hidden)</c>.</summary>
    public required Value HiddenBias { get; init; }

    /// <summary><c>(out, hidden)</c>.</summary>
    public required Value Output { get; init; }

    /// <summary><c>(out)</c>.</summary>
    public required Value OutputBias { get; init; }

    /// <summary><c>(out, in)</c>.</summary>
    public required Value Skip { get; init; }

    /// <summary><c>(out)</c>.</summary>
    public required Value SkipBias { get; init; }

    /// <summary>The block over the last axis.</summary>
    public Value Apply(Value x) =>
        x.Linear(Hidden, HiddenBias).Silu().Linear(Output, OutputBias) + x.Linear(Skip, SkipBias);
}
