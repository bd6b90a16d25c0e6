using Tollama.Onnx.Runtime;

namespace Tollama.Models.Toto;

/// <summary>
/// What a call of the network gave: distributions of the next patch, and the cache for the call after it.
/// </summary>
internal sealed class TotoPass : IDisposable
{
    private readonly RunResult _result;
    private readonly int _components;
    private readonly float[] _degrees;
    private readonly float[] _locations;
    private readonly float[] _scales;
    private readonly float[] _weights;

    /// <summary>Takes the outputs of a run over.</summary>
    public TotoPass(RunResult result, TotoConfig config, int tokens)
    {
        _result = result;
        _components = config.Components;
        _degrees = result["degrees"].AsSpan<float>().ToArray();
        _locations = result["locations"].AsSpan<float>().ToArray();
        _scales = result["scales"].AsSpan<float>().ToArray();
        _weights = config.IsMixture ? result["weights"].AsSpan<float>().ToArray() : [];
        Tokens = tokens;
    }

    /// <summary>Tokens of a variate that are cached now.</summary>
    public int Tokens { get; }

    /// <summary>The cached keys or values of a layer.</summary>
    public TensorValue Cached(string name) => _result[name];

    /// <summary>The distribution at a place of <c>(batch, variates, reads, patch)</c>.</summary>
    public StudentTMixture At(int place)
    {
        int start = place * _components;
        return new StudentTMixture(
            _degrees.AsSpan(start, _components),
            _locations.AsSpan(start, _components),
            _scales.AsSpan(start, _components),
            _weights.Length > 0 ? _weights.AsSpan(start, _components) : []);
    }

    /// <inheritdoc/>
    public void Dispose() => _result.Dispose();
}
