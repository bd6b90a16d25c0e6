using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Graph;

/// <summary>
/// Builds a graph. Values know their shapes, sizes may be symbols (<see cref="Graph.Dim"/>), and every operation checks
/// what it is given, so that a mistake is found where it is written. Not for use by several threads.
/// </summary>
public sealed class GraphBuilder
{
    private readonly string _name;
    private readonly Stack<GraphScope> _scopes = new();
    private readonly GraphScope _root = new();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _scalars = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _weightValues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _sizes = new(StringComparer.Ordinal);
    private readonly List<ConstantSpec> _constants = [];
    private readonly List<Weight> _weights = [];
    private string _prefix = string.Empty;

    /// <summary>Starts an empty graph.</summary>
    /// <param name="name">Name of the graph, for messages.</param>
    public GraphBuilder(string name)
    {
        _name = name;
        _scopes.Push(_root);
    }

    /// <summary>What the names of sizes mean.</summary>
    internal DimNames Names { get; } = new();

    /// <summary>Gives a size a name, for use in shapes: <c>g.Let("heads", config.Heads)</c>.</summary>
    public Dim Let(string name, Dim size)
    {
        Names.Define(name, size);
        return Resolve(name);
    }

    /// <summary>What a size means once names are replaced by their definitions.</summary>
    public Dim Resolve(Dim dim) => Names.Resolve(dim);

    /// <summary>
    /// Declares an input. New symbols in its shape become known sizes of the graph; an axis of <c>"patches" * 16</c>
    /// says that its length is a multiple of 16.
    /// </summary>
    public Value Input(string name, DType dtype, params ReadOnlySpan<Dim> dims)
    {
        var resolved = new List<Dim>(dims.Length);
        foreach (var dim in dims)
        {
            resolved.Add(Resolve(dim));
        }

        var value = new Value(this, Unique(name), dtype, new Shape(resolved));
        Names.LearnFrom(value);
        _root.Inputs.Add(value);
        return value;
    }

    /// <summary>Declares an output under a name of its own.</summary>
    public void Output(string name, Value value)
    {
        bool isMade = _root.Nodes.Exists(node => node.Outputs.Contains(value)) && !_root.Outputs.Contains(value);
        var output = isMade ? value : Node("Identity", [value], value.DType, value.Shape);
        _taken.Remove(output.Name);
        output.Name = Unique(name, isExact: true);
        _root.Outputs.Add(output);
    }

    /// <summary>
    /// A tensor of the checkpoint, in single precision: half-precision ones are widened in the graph, which the engine
    /// does once, when it loads the graph.
    /// </summary>
    public Value Weight(Weight weight)
    {
        if (_weightValues.TryGetValue(weight.Name, out var known))
        {
            return known;
        }

        _weights.Add(weight);
        var stored = new Value(this, Unique(weight.Name, isExact: true), weight.DType, weight.Shape);
        var value = weight.DType is DType.Float16 or DType.BFloat16 or DType.Float64
            ? EmitIn(
                _root,
                "Cast",
                [stored],
                DType.Float32,
                weight.Shape,
                [NodeAttribute.Of("to", (long)DType.Float32)])
            : stored;
        _weightValues.Add(weight.Name, value);
        return value;
    }

    /// <summary>A tensor of an opened checkpoint; see <see cref="Weight(Graph.Weight)"/>.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="dims">Another shape of as many elements to read it under; none for its own.</param>
    public Value Weight(TensorView tensor, params ReadOnlySpan<long> dims) => Weight(new Weight(
        tensor.Name,
        tensor.DType,
        dims.IsEmpty ? tensor.Shape : [.. dims],
        tensor.FilePath,
        tensor.Offset,
        tensor.ByteLength));

    /// <summary>A constant vector, matrix, … of single-precision numbers, row-major.</summary>
    public Value Constant(ReadOnlySpan<float> elements, params ReadOnlySpan<long> dims) =>
        AddConstant(DType.Float32, MemoryMarshal.AsBytes(elements), dims);

    /// <summary>A constant of 64-bit integers, row-major.</summary>
    public Value Constant(ReadOnlySpan<long> elements, params ReadOnlySpan<long> dims) =>
        AddConstant(DType.Int64, MemoryMarshal.AsBytes(elements), dims);

    /// <summary>A scalar of the given type; equal ones are one value.</summary>
    public Value Scalar(DType dtype, double number)
    {
        string key = $"{dtype}:{BitConverter.DoubleToInt64Bits(number)}";
        if (_scalars.TryGetValue(key, out var known))
        {
            return known;
        }

        byte[] data = dtype switch
        {
            DType.Float32 => BitConverter.GetBytes((float)number),
            DType.Float64 => BitConverter.GetBytes(number),
            DType.Int64 => BitConverter.GetBytes(checked((long)number)),
            DType.Int32 => BitConverter.GetBytes(checked((int)number)),
            DType.Bool => [number != 0 ? (byte)1 : (byte)0],
            _ => throw new GraphException($"No constants of type {dtype}."),
        };
        var value = AddConstant(dtype, data, []);
        _scalars.Add(key, value);
        return value;
    }

    /// <summary>
    /// A size as a vector of one 64-bit integer, computed at run time where it is symbolic. What reshapes, slices and
    /// ranges need; families rarely do.
    /// </summary>
    public Value SizeOf(Dim dim)
    {
        var size = Resolve(dim);
        if (size.IsKnown)
        {
            return Constant([size.Value], 1);
        }

        string key = size.ToString();
        if (!_sizes.TryGetValue(key, out var value))
        {
            value = RuntimeSizes.Compute(this, size);
            if (_scopes.Count == 1)
            {
                _sizes.Add(key, value);
            }
        }

        return value;
    }

    /// <summary>
    /// Prefixes the names of the nodes made until the result is disposed: <c>using (g.Scope("block.3"))</c>.
    /// </summary>
    public IDisposable Scope(string name)
    {
        string outer = _prefix;
        _prefix = $"{outer}{name}/";
        return new Restore(() => _prefix = outer);
    }

    /// <summary>
    /// Adds an operation with one result. Prefer the methods of <c>Tollama.Onnx.Ops</c>, which infer the shape.
    /// </summary>
    /// <param name="operatorName">Operator; <c>com.microsoft:X</c> for one of the engine's own.</param>
    /// <param name="inputs">Operands; null where an optional one is absent.</param>
    /// <param name="dtype">Element type of the result.</param>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="attributes">Attributes.</param>
    public Value Node(
        string operatorName,
        ReadOnlySpan<Value?> inputs,
        DType dtype,
        Shape shape,
        params ReadOnlySpan<NodeAttribute> attributes) =>
        EmitIn(_scopes.Peek(), operatorName, inputs, dtype, shape, attributes);

    /// <summary>Adds an operation with several results.</summary>
    /// <param name="operatorName">Operator; <c>com.microsoft:X</c> for one of the engine's own.</param>
    /// <param name="inputs">Operands; null where an optional one is absent.</param>
    /// <param name="results">Element type and shape of each result.</param>
    /// <param name="attributes">Attributes.</param>
    public ImmutableArray<Value> Nodes(
        string operatorName,
        ReadOnlySpan<Value?> inputs,
        ReadOnlySpan<(DType DType, Shape Shape)> results,
        params ReadOnlySpan<NodeAttribute> attributes) =>
        EmitIn(_scopes.Peek(), operatorName, inputs, results, attributes);

    /// <summary>The finished graph, verified; nodes that no output needs are gone.</summary>
    public GraphSpec Build()
    {
        if (_scopes.Count != 1)
        {
            throw new GraphException($"Graph '{_name}': a control-flow body is still open.");
        }

        var open = _root.ToSpec(_name) with { Constants = [.. _constants], Weights = [.. _weights] };
        return GraphSpec.Choose(open, ProductForm.WeightsFirst);
    }

    /// <summary>A scalar of the element type of another value.</summary>
    internal Value ScalarLike(Value value, double number) => Scalar(value.DType, number);

    /// <summary>A value that a control-flow body is fed.</summary>
    internal Value BodyInput(string name, DType dtype, Shape shape)
    {
        var value = new Value(this, Unique(name), dtype, shape);
        _scopes.Peek().Inputs.Add(value);
        return value;
    }

    /// <summary>Builds a control-flow body: nodes made inside <paramref name="build"/> belong to it.</summary>
    internal (GraphSpec Spec, ImmutableArray<Value> Outputs) Body(string name, Func<ImmutableArray<Value>> build)
    {
        var scope = new GraphScope();
        _scopes.Push(scope);
        var outputs = build();
        foreach (var output in outputs)
        {
            // A body may hand out only what it made itself, and each once.
            scope.Outputs.Add(Node("Identity", [output], output.DType, output.Shape));
        }

        _scopes.Pop();
        return (scope.ToSpec(name), [.. scope.Outputs]);
    }

    private Value EmitIn(
        GraphScope scope,
        string operatorName,
        ReadOnlySpan<Value?> inputs,
        DType dtype,
        Shape shape,
        ReadOnlySpan<NodeAttribute> attributes) =>
        EmitIn(scope, operatorName, inputs, [(dtype, shape)], attributes)[0];

    private ImmutableArray<Value> EmitIn(
        GraphScope scope,
        string operatorName,
        ReadOnlySpan<Value?> inputs,
        ReadOnlySpan<(DType DType, Shape Shape)> results,
        ReadOnlySpan<NodeAttribute> attributes)
    {
        int colon = operatorName.IndexOf(':', StringComparison.Ordinal);
        string domain = colon < 0 ? string.Empty : operatorName[..colon];
        string op = operatorName[(colon + 1)..];
        foreach (var input in inputs)
        {
            if (input is not null && input.Graph != this)
            {
                throw new GraphException($"{op}: the operand {input} belongs to another graph.");
            }
        }

        string name = Unique(_prefix + op);
        var outputs = ImmutableArray.CreateBuilder<Value>(results.Length);
        for (int i = 0; i < results.Length; i++)
        {
            string valueName = results.Length == 1 ? $"{name}:0" : $"{name}:{i}";
            outputs.Add(new Value(this, valueName, results[i].DType, results[i].Shape));
        }

        scope.Nodes.Add(new PendingNode(name, op, domain, [.. inputs], outputs.ToImmutable(), [.. attributes]));
        return outputs.ToImmutable();
    }

    private Value AddConstant(DType dtype, ReadOnlySpan<byte> data, ReadOnlySpan<long> dims)
    {
        var constant = new ConstantSpec(Unique("const"), dtype, [.. dims], data.ToArray());
        if (constant.Data.Length != constant.Count * dtype.ByteSize())
        {
            throw new GraphException($"{data.Length} bytes are not a {dtype} constant {Shape.Of(constant.Dims)}.");
        }

        _constants.Add(constant);
        return new Value(this, constant.Name, dtype, Shape.Of(constant.Dims)) { Constant = constant };
    }

    private string Unique(string name, bool isExact = false)
    {
        if (isExact)
        {
            return _taken.Add(name) ? name : throw new GraphException($"The name '{name}' is taken.");
        }

        string candidate = name;
        while (!_taken.Add(candidate))
        {
            _counters[name] = _counters.GetValueOrDefault(name) + 1;
            candidate = $"{name}.{_counters[name]}";
        }

        return candidate;
    }

    private sealed class Restore(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
