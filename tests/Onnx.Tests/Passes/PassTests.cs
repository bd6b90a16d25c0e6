using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Passes;
using Tollama.Onnx.Tests.Ops;

namespace Tollama.Onnx.Tests.Passes;

public sealed class PassTests
{
    private readonly GraphBuilder _graph = new("test");

    [Fact]
    public void Arithmetic_on_constants_is_folded()
    {
        var x = _graph.Input("x", DType.Float32, "n", 2, 2);
        var table = (_graph.Range(2).Cast(DType.Float32).Unsqueeze(1) * _graph.Constant([0.5f, 3], 1, 2) + 1).Sqrt();
        _graph.Output("y", x + table);

        var spec = _graph.Build();

        Assert.Equal("Add", Assert.Single(spec.Nodes).Operator);
        Assert.Equal([1f, 1, MathF.Sqrt(1.5f), 2], Assert.Single(spec.Constants).As<float>().ToArray());
    }

    [Fact]
    public void Transcendental_functions_are_left_to_the_engine()
    {
        var x = _graph.Input("x", DType.Float32, "n", 2);
        _graph.Output("y", x + _graph.Constant([0.5f, 3], 2).Cos());

        Assert.Equal(["Cos", "Add"], _graph.Build().Nodes.Select(node => node.Operator));
    }

    [Fact]
    public void Equal_operations_are_done_once()
    {
        var x = _graph.Input("x", DType.Float32, "n", 2);
        _graph.Output("y", (x.Exp() * 2).ReduceSum(-1) + (x.Exp() * 2).ReduceSum(-1));

        Assert.Equal(["Exp", "Mul", "ReduceSum", "Add"], _graph.Build().Nodes.Select(node => node.Operator));
    }

    [Fact]
    public void Operations_that_differ_in_an_attribute_are_both_done()
    {
        var x = _graph.Input("x", DType.Float32, "n", 2);
        _graph.Output("y", x.Softmax(0) + x.Softmax(1));

        Assert.Equal(2, _graph.Build().Nodes.Count(node => node.Operator == "Softmax"));
    }

    [Fact]
    public void Bodies_read_what_is_left_of_equal_operations()
    {
        var x = _graph.Input("x", DType.Float32, "n");
        var (once, again) = (x.Exp(), x.Exp());
        _graph.Output("y", _graph.SizeOf("n").Equal(1).If(() => [once * 2], () => [again * 3])[0]);

        var spec = _graph.Build(); // verified: a body that read a dropped value would be refused

        Assert.Single(spec.Nodes, node => node.Operator == "Exp");
    }

    [SkippableFact]
    public void A_transpose_goes_into_the_product_that_reads_it()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var a = run.Feed("a", [1f, 2, 3, 4, 5, 6], (3, 3), ("n", 2));
        var b = run.Feed("b", [1f, 0, 2, 1, 0, 3], (2, 2), (3, 3));
        var product = a.TransposeLast().MatMul(b.TransposeLast());
        run.Graph.Output("copy", product);

        var node = Assert.Single(run.Graph.Build().Nodes);
        Assert.Equal("FusedMatMul", node.Operator);
        Assert.Equal([11f, 16, 14, 20], run.Compute<float>(product));
    }

    [Fact]
    public void Layers_that_read_layers_are_turned_back_once()
    {
        var x = _graph.Input("x", DType.Float32, "n", 2);
        var weight = _graph.Constant([1f, 2, 3, 4], 2, 2);
        var bias = _graph.Constant([5f, 6], 2);
        var gate = x.Linear(weight, bias).Silu();
        var halves = (gate * x.Linear(weight)).Split(-1, 2);
        _graph.Output("y", (halves[0] * 2).Linear(_graph.Constant([7f, 8], 2, 1)));

        var first = _graph.Build();

        Assert.Single(first.Nodes, node => node.Operator == "Transpose");
        Assert.DoesNotContain(first.ForManyTokens().Nodes, node => node.Operator == "Transpose");
        Assert.Equal("y", Assert.Single(first.ForManyTokens().Outputs).Name);
    }

    [Fact]
    public void Bodies_lose_what_their_outputs_do_not_need()
    {
        var x = _graph.Input("x", DType.Float32, "n", 2);
        var weight = _graph.Constant([1f, 2, 3, 4], 2, 2);
        _graph.Output("y", _graph.SizeOf("n").Equal(1).If(() => [x.Linear(weight)], () => [x])[0]);

        var branch = _graph.Build().ForManyTokens().Nodes.Single(node => node.Operator == "If").Attributes[0].Graph;

        Assert.Equal(["FusedMatMul", "Identity"], branch!.Nodes.Select(node => node.Operator));
    }

    [Fact]
    public void An_output_is_never_folded_away()
    {
        _graph.Input("x", DType.Float32, "n");
        _graph.Output("y", _graph.Constant([1f], 1) * 2);

        Assert.Equal("Mul", Assert.Single(_graph.Build().Nodes).Operator);
    }

    [Fact]
    public void A_pass_that_breaks_the_graph_is_caught()
    {
        var x = _graph.Input("x", DType.Float32, "n");
        _graph.Output("y", x.Exp() * 2);
        var spec = _graph.Build();

        Assert.Throws<GraphException>(() => new PassPipeline([new LosesFirstNode()]).Run(spec));
    }

    private sealed class LosesFirstNode : IGraphPass
    {
        public GraphSpec Run(GraphSpec graph) => graph with { Nodes = graph.Nodes.RemoveAt(0) };
    }
}
