using System.Collections.Immutable;

namespace Tollama.Onnx.Runtime;

/// <summary>The outputs of a run. Dispose it when their spans are no longer used.</summary>
public sealed class RunResult : IDisposable
{
    private readonly ImmutableArray<TensorInfo> _infos;
    private readonly TensorValue[] _values;

    private RunResult(ImmutableArray<TensorInfo> infos, TensorValue[] values)
    {
        _infos = infos;
        _values = values;
    }

    /// <summary>Number of outputs.</summary>
    public int Count => _values.Length;

    /// <summary>An output by its place in the graph.</summary>
    public TensorValue this[int index] => _values[index];

    /// <summary>An output by name.</summary>
    public TensorValue this[string name]
    {
        get
        {
            for (int i = 0; i < _infos.Length; i++)
            {
                if (string.Equals(_infos[i].Name, name, StringComparison.Ordinal))
                {
                    return _values[i];
                }
            }

            throw new ArgumentException($"the graph has no output '{name}'");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _values)
        {
            value.Dispose();
        }
    }

    internal static unsafe RunResult Adopt(
        EngineRuntime runtime, ImmutableArray<TensorInfo> infos, ReadOnlySpan<nint> values)
    {
        // Handles first: a fault while describing one value must not leak the others.
        var handles = new NativeHandle[values.Length];
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i] = new NativeHandle(values[i], runtime.Api.ReleaseValue);
        }

        return new RunResult(infos, [.. handles.Select(h => TensorValue.Adopt(runtime, h))]);
    }
}
