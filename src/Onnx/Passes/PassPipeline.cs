using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Passes;

/// <summary>Runs passes in order and checks the graph's invariants before the first and after each.</summary>
internal sealed class PassPipeline(IReadOnlyList<IGraphPass> passes)
{
    /// <summary>The passes that every graph goes through.</summary>
    /// <param name="form">How it multiplies with its weights.</param>
    public static PassPipeline Standard(ProductForm form) => new(
        [
            new ProductChoice(form),
            new DeadNodes(),
            new ConstantFolding(),
            new CommonSubexpressions(),
            new TransposeFusion(),
            new DeadNodes(),
        ]);

    /// <summary>The graph after all passes.</summary>
    /// <exception cref="GraphException">An invariant is broken.</exception>
    public GraphSpec Run(GraphSpec graph)
    {
        graph.Verify();
        foreach (var pass in passes)
        {
            graph = pass.Run(graph);
            graph.Verify();
        }

        return graph;
    }
}
