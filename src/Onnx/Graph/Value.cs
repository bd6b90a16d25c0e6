namespace Tollama.Onnx.Graph;

/// <summary>
/// A tensor of a graph under construction. Its element type and shape are known while the graph is built; operators and
/// the methods of <c>Tollama.Onnx.Ops</c> make further values from it and refuse what does not fit.
/// </summary>
public sealed class Value
{
    internal Value(GraphBuilder graph, string name, DType dtype, Shape shape)
    {
        Graph = graph;
        Name = name;
        DType = dtype;
        Shape = shape;
    }

    /// <summary>The graph that it belongs to.</summary>
    public GraphBuilder Graph { get; }

    /// <summary>Name in the graph.</summary>
    public string Name { get; internal set; }

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Shape.</summary>
    public Shape Shape { get; }

    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The elements when it is a small constant, else null.</summary>
    internal ConstantSpec? Constant { get; init; }

    /// <summary>
    /// The same elements with the features first, <c>(features, all other axes as one)</c>, where a linear layer made
    /// them so; else null. What follows may read either: see <see cref="Ops.Products.Linear"/>.
    /// </summary>
    internal Value? Columns { get; set; }

    /// <summary>
    /// States the shape. A new name stands for the size found there from now on; a known name and a number must be that
    /// size.
    /// </summary>
    /// <param name="dims">One entry an axis.</param>
    /// <returns>This value.</returns>
    /// <exception cref="GraphException">The statement is false.</exception>
    public Value As(params ReadOnlySpan<Dim> dims)
    {
        Graph.Names.State(this, dims);
        return this;
    }

    /// <summary>Size of an axis, which may be counted from the end (−1 is the last).</summary>
    public Dim Dim(int axis) => Shape[Shape.Axis(axis)];

    /// <summary>Element-wise sum, broadcast.</summary>
    public static Value operator +(Value left, Value right) => Ops.Elementwise.Binary("Add", left, right);

    /// <summary>Element-wise difference, broadcast.</summary>
    public static Value operator -(Value left, Value right) => Ops.Elementwise.Binary("Sub", left, right);

    /// <summary>Element-wise product, broadcast.</summary>
    public static Value operator *(Value left, Value right) => Ops.Elementwise.Binary("Mul", left, right);

    /// <summary>Element-wise quotient, broadcast.</summary>
    public static Value operator /(Value left, Value right) => Ops.Elementwise.Binary("Div", left, right);

    /// <summary>Adds a number, which takes the element type of the tensor.</summary>
    public static Value operator +(Value left, double right) => left + left.Graph.ScalarLike(left, right);

    /// <summary>Subtracts a number.</summary>
    public static Value operator -(Value left, double right) => left - left.Graph.ScalarLike(left, right);

    /// <summary>Multiplies by a number.</summary>
    public static Value operator *(Value left, double right) => left * left.Graph.ScalarLike(left, right);

    /// <summary>Divides by a number.</summary>
    public static Value operator /(Value left, double right) => left / left.Graph.ScalarLike(left, right);

    /// <summary>Adds to a number.</summary>
    public static Value operator +(double left, Value right) => right.Graph.ScalarLike(right, left) + right;

    /// <summary>Subtracts from a number.</summary>
    public static Value operator -(double left, Value right) => right.Graph.ScalarLike(right, left) - right;

    /// <summary>Multiplies a number.</summary>
    public static Value operator *(double left, Value right) => right.Graph.ScalarLike(right, left) * right;

    /// <summary>Divides a number.</summary>
    public static Value operator /(double left, Value right) => right.Graph.ScalarLike(right, left) / right;

    /// <summary>Changes the sign.</summary>
    public static Value operator -(Value value) => Ops.Elementwise.Unary("Neg", value);

    /// <summary>Name, type and shape, for messages.</summary>
    public override string ToString() => $"{Name}: {DType} {Shape}";
}
