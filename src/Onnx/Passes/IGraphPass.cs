using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Passes;

/// <summary>Turns a graph into an equivalent one.</summary>
internal interface IGraphPass
{
    /// <summary>The equivalent graph; the same object when there is nothing to do.</summary>
    GraphSpec Run(GraphSpec graph);
}
