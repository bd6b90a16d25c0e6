using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;

namespace Tollama.Onnx.Tests.Ops;

/// <summary>
/// Builds a small graph, runs it in the engine, and checks on the way that every shape is as the builder said.
/// </summary>
internal sealed class GraphRun : IDisposable
{
    private readonly Dictionary<string, long> _symbols = new(StringComparer.Ordinal);
    private readonly List<NamedTensor> _feeds = [];

    public static InferenceEngine Engine { get; } = new(new EngineOptions { Threads = 1 });

    /// <summary>The graph.</summary>
    public GraphBuilder Graph { get; } = new("run");

    public static void RequireEngine() => Skip.If(!Engine.Probe().IsUsable, Engine.Probe().Fault);

    /// <summary>Declares an input and feeds it; a symbol takes the size that it is given here.</summary>
    public Value Feed<T>(string name, T[] data, params (Dim Dim, long Size)[] axes)
        where T : unmanaged
    {
        foreach (var (dim, size) in axes)
        {
            if (dim.SymbolName is { } symbol)
            {
                _symbols[symbol] = size;
            }
        }

        var tensor = TensorValue.Wrap(Engine, data.AsMemory(), [.. axes.Select(axis => axis.Size)]);
        _feeds.Add(new NamedTensor(name, tensor));
        return Graph.Input(name, tensor.DType, [.. axes.Select(axis => axis.Dim)]);
    }

    /// <summary>Feeds numbers 0.5, 1.5, −2.5, … in a fixed order.</summary>
    public Value Numbers(string name, params (Dim Dim, long Size)[] axes)
    {
        var random = new Random(axes.Length);
        long count = axes.Aggregate(1L, (product, axis) => product * axis.Size);
        return Feed(name, [.. Enumerable.Range(0, (int)count).Select(_ => (float)(random.NextDouble() * 4) - 2)], axes);
    }

    /// <summary>The elements of a value that was fed.</summary>
    public float[] Fed(string name) => _feeds.Find(feed => feed.Name == name).Value.AsSpan<float>().ToArray();

    /// <summary>Computes a value, in both forms of products with weights.</summary>
    public T[] Compute<T>(Value value)
        where T : unmanaged
    {
        Graph.Output("result", value);
        var graph = Graph.Build();
        var elements = Compute<T>(graph, value);
        var forManyTokens = Compute<T>(graph.ForManyTokens(), value);
        if (elements is float[] numbers && forManyTokens is float[] others)
        {
            Assert.All(numbers.Zip(others), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
        else
        {
            Assert.Equal(elements, forManyTokens);
        }

        return elements;
    }

    private T[] Compute<T>(GraphSpec graph, Value value)
        where T : unmanaged
    {
        using var session = Engine.CreateSession(
            ModelWriter.Write(graph).Bytes.Span, SessionSettings.Default, CancellationToken.None);
        var wanted = session.Inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        using var result = session.Run([.. _feeds.Where(feed => wanted.Contains(feed.Name))], CancellationToken.None);
        var stated = value.Shape.Select(dim => dim.Substitute(symbol => Dim.Of(_symbols[symbol])).Value);
        Assert.Equal(stated, result[0].Shape);
        Assert.Equal(value.DType, result[0].DType);
        return result[0].AsSpan<T>().ToArray();
    }

    public void Dispose()
    {
        foreach (var feed in _feeds)
        {
            feed.Value.Dispose();
        }
    }
}
