using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Onnx.Tests.Ops;

/// <summary>Operators that move elements, with symbolic sizes, through the engine.</summary>
public sealed class ShapeOperatorTests
{
    private static readonly float[] Six = [1, 2, 3, 4, 5, 6];

    [SkippableFact]
    public void Reshapes_with_several_unknown_sizes()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed(
            "x",
            [.. Enumerable.Range(0, 24).Select(i => (float)i)],
            ("groups", 2),
            ("variates", 3),
            ("steps", 4));

        var y = x.Reshape(Dim.Symbol("groups") * "variates", "steps")
            .Transpose(1, 0)
            .Reshape("steps", "groups", "variates")
            .Transpose(1, 2, 0);

        Assert.Equal(run.Fed("x"), run.Compute<float>(y));
    }

    [SkippableFact]
    public void Cuts_patches_whose_number_is_a_formula()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var patches = run.Feed("p", Six, ("patches", 3), (2, 2));
        var more = run.Graph.Concat(0, patches, patches).As(Dim.Symbol("patches") * 2, 2);

        Assert.Equal([5f, 6, 5, 6], run.Compute<float>(run.Graph.Concat(
            0, more.Last(0, 1), more.Slice(0, Dim.Symbol("patches") - 1, "patches"))));
    }

    [SkippableFact]
    public void Slices_by_symbolic_counts()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed("x", Six, ("long", 6));
        var y = run.Feed("y", [0f, 0], ("short", 2));

        float[] actual = run.Compute<float>(run.Graph.Concat(
            0, x.Last(0, "short"), x.First(0, "short"), x.Slice(0, "short", Dim.Symbol("long") - 1), y));

        Assert.Equal([5f, 6, 1, 2, 3, 4, 5, 0, 0], actual);
    }

    [SkippableFact]
    public void Splits_pads_tiles_and_expands()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed("x", Six, ("n", 2), (3, 3));

        var parts = x.Split(1, 1, 2);
        var halves = run.Graph.Concat(1, parts[1], parts[0]).Split(1, 3);
        float[] actual = run.Compute<float>(run.Graph.Concat(
            1,
            halves[0],
            halves[2].Pad(1, 1, 0, fill: 9),
            parts[0].Tile(1, 2),
            halves[1].Expand("n", 2)));

        Assert.Equal([2f, 9, 1, 1, 1, 3, 3, 5, 9, 4, 4, 4, 6, 6], actual);
    }

    [SkippableFact]
    public void Pads_between_transpositions_that_the_engine_takes_out()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed("x", Six, ("n", 1), (2, 2), (3, 3));

        float[] actual = run.Compute<float>(
            x.Transpose(0, 2, 1).Pad(1, 1, 1, fill: 9).Relu().Transpose(0, 2, 1));

        Assert.Equal([9f, 1, 2, 3, 9, 9, 4, 5, 6, 9], actual);
    }

    [SkippableFact]
    public void Gathers_and_scatters_by_index()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed("x", Six, ("n", 2), (3, 3));
        var pick = run.Feed("pick", [2L, 0], ("n", 2), (1, 1));

        float[] actual = run.Compute<float>(run.Graph.Concat(
            1,
            x.Gather(-1, axis: 1).Unsqueeze(1),
            x.Gather(run.Graph.Constant([1L, 0], 2), axis: 1),
            x.GatherElements(pick, axis: 1),
            x.GatherND(pick, batchAxes: 1).Unsqueeze(1),
            x.ScatterElements(pick, x.First(1, 1) * 10, axis: 1)));

        Assert.Equal([3f, 2, 1, 3, 3, 1, 2, 10, 6, 5, 4, 4, 4, 40, 5, 6], actual);
    }

    [SkippableFact]
    public void Counts_up_to_a_symbolic_limit()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed("x", Six, ("n", 6));

        Assert.Equal(
            [0f, 2, 6, 12, 20, 30], run.Compute<float>(run.Graph.Range("n").Cast(DType.Float32) * x));
    }

    [SkippableTheory]
    [InlineData(1, new[] { 2f })]
    [InlineData(3, new[] { 3f, 3, 3 })]
    public void A_branch_is_chosen_at_run_time(int size, float[] expected)
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed("x", [.. Enumerable.Repeat(1f, size)], ("n", size));

        var y = run.Graph.SizeOf("n").Equal(1).If(() => [x + 1], () => [x + 2])[0];

        Assert.Equal(expected, run.Compute<float>(y));
    }

    [SkippableFact]
    public void A_step_is_repeated_and_a_recurrence_scanned()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed("x", Six, ("steps", 3), (2, 2));

        var doubled = run.Graph.Repeat(4, [x.Gather(0, axis: 0)], (_, state) => [state[0] * 2])[0];
        var (last, outputs) = run.Graph.Scan(
            [doubled], [x], (state, slices) => ([state[0] + slices[0]], [state[0] * slices[0]]));

        float[] actual = run.Compute<float>(run.Graph.Concat(0, last[0].Unsqueeze(0), outputs[0]));
        Assert.Equal([25f, 44, 16, 64, 51, 136, 100, 228], actual);
    }

    [Fact]
    public void Branches_must_have_equal_results()
    {
        var graph = new GraphBuilder("test");
        var x = graph.Input("x", DType.Float32, "n", 2);

        Assert.Throws<GraphException>(() => graph.SizeOf("n").Equal(1).If(() => [x], () => [x.ReduceSum(1)]));
    }

    [Fact]
    public void What_a_body_made_cannot_be_read_outside_of_it()
    {
        var graph = new GraphBuilder("test");
        var x = graph.Input("x", DType.Float32, "n");
        Value? inner = null;
        graph.SizeOf("n").Equal(1).If(() => [inner = x * 2], () => [x]);
        graph.Output("y", inner! + 1); // set by the branch

        Assert.Throws<GraphException>(() => graph.Build());
    }

    [Fact]
    public void Sizes_that_do_not_add_up_are_refused()
    {
        var graph = new GraphBuilder("test");
        var x = graph.Input("x", DType.Float32, "n", 6);

        Assert.Throws<GraphException>(() => x.Split(1, 2, 3));
        Assert.Throws<GraphException>(() => x.Split(1, 4));
        Assert.Throws<GraphException>(() => x.Transpose(0, 0));
        Assert.Throws<GraphException>(() => x.Squeeze(1));
        Assert.Throws<GraphException>(() => x.Expand("n", 7));
        Assert.Throws<GraphException>(() => x.MatMul(x));
        Assert.Throws<GraphException>(() => x.Gather(x, axis: 0));
        Assert.Throws<GraphException>(() => x.RmsNorm(graph.Constant([1f], 1), 1e-6f));
    }
}
