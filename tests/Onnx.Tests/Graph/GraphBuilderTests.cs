using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Onnx.Tests.Graph;

public sealed class GraphBuilderTests
{
    private readonly GraphBuilder _graph = new("test");

    [Fact]
    public void A_stated_shape_names_new_sizes_and_checks_known_ones()
    {
        _graph.Let("width", 8);
        var x = _graph.Input("x", DType.Float32, "batch", Dim.Symbol("patches") * 4);

        var y = x.Reshape("batch", "patches", 4).As("batch", "tokens", "patch");

        Assert.Same(y, y.As("batch", "patches", 4));
        Assert.Throws<GraphException>(() => y.As("batch", "tokens", "width"));
        Assert.Throws<GraphException>(() => y.As("tokens", "batch", "patch"));
        Assert.Throws<GraphException>(() => y.As("batch", "tokens"));
    }

    [Fact]
    public void Different_symbols_do_not_broadcast()
    {
        var a = _graph.Input("a", DType.Float32, "rows", 3);
        var b = _graph.Input("b", DType.Float32, "columns", 3);

        var fault = Assert.Throws<GraphException>(() => a + b);

        Assert.Contains("(rows, 3)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("(columns, 3)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operands_of_different_types_are_refused()
    {
        var a = _graph.Input("a", DType.Float32, 3);
        var b = _graph.Input("b", DType.Int64, 3);

        Assert.Throws<GraphException>(() => a * b);
    }

    [Fact]
    public void A_reshape_must_keep_the_number_of_elements_as_a_formula()
    {
        var x = _graph.Input("x", DType.Float32, "batch", Dim.Symbol("patches") * 16);

        Assert.Equal(new Shape(["batch", "patches", 16]), x.Reshape("batch", "patches", 16).Shape);
        Assert.Throws<GraphException>(() => x.Reshape("batch", "patches", 8));
        Assert.Throws<GraphException>(() => x.Reshape("batch", "unheard", 16));
    }

    [Fact]
    public void Concatenation_adds_sizes_and_slices_subtract_them()
    {
        var context = _graph.Input("context", DType.Float32, "batch", "past");
        var future = _graph.Input("future", DType.Float32, "batch", "steps");

        var all = _graph.Concat(1, context, future);

        Assert.Equal(Dim.Symbol("past") + "steps", all.Dim(1));
        Assert.Equal(Dim.Symbol("steps"), all.Last(1, "steps").Dim(1));
        Assert.Throws<GraphException>(() => _graph.Concat(0, context, future));
    }

    [Fact]
    public void Values_of_another_graph_are_refused()
    {
        var foreign = new GraphBuilder("other").Input("x", DType.Float32, 3);
        var own = _graph.Input("x", DType.Float32, 3);

        Assert.Throws<GraphException>(() => own + foreign);
    }

    [Fact]
    public void Builds_only_what_an_output_needs()
    {
        var x = _graph.Input("x", DType.Float32, "n");
        var unused = x.Exp() * 3;
        _graph.Output("y", x.Sqrt() * 2);

        var spec = _graph.Build();

        Assert.Equal(["Sqrt", "Mul"], spec.Nodes.Select(node => node.Operator));
        Assert.Single(spec.Constants);
        Assert.Equal("y", Assert.Single(spec.Outputs).Name);
        Assert.NotNull(unused);
    }

    [Fact]
    public void Half_precision_weights_are_widened_in_the_graph()
    {
        var weight = new Weight("w", DType.BFloat16, [4, 2], "/file", 64, 16);
        var x = _graph.Input("x", DType.Float32, "n", 2);
        _graph.Output("y", x.Linear(_graph.Weight(weight)));

        var spec = _graph.Build();

        Assert.Equal(DType.BFloat16, Assert.Single(spec.Weights).DType);
        Assert.Contains(spec.Nodes, node => node.Operator == "Cast" && node.Inputs[0] == "w");
    }

    [Fact]
    public void A_weight_with_the_wrong_number_of_bytes_is_refused()
    {
        var weight = new Weight("w", DType.Float32, [4, 2], "/file", 64, 31);
        _graph.Output("y", _graph.Weight(weight) * 2);

        Assert.Throws<GraphException>(() => _graph.Build());
    }
}
