using Tollama.Onnx.Runtime;

namespace Tollama.Models.Sundial;

/// <summary>What a call of the network gave: samples of a block, and the cache for the call after it.</summary>
/// <param name="result">Outputs of the run; taken over.</param>
/// <param name="tokens">Tokens of a series that have been read so far.</param>
internal sealed class SundialPass(RunResult result, int tokens) : IDisposable
{
    /// <summary>Tokens of a series that have been read so far.</summary>
    public int Tokens { get; } = tokens;

    /// <summary>Samples in normalised units, <c>(rows, samples, block)</c>.</summary>
    public ReadOnlySpan<float> Samples => result["samples"].AsSpan<float>();

    /// <summary>The cached keys or values of a layer.</summary>
    public TensorValue Cached(string name) => result[name];

    /// <inheritdoc/>
    public void Dispose() => result.Dispose();
}
