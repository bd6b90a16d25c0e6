namespace Tollama.Onnx.Graph;

/// <summary>A graph or a control-flow body while it is built.</summary>
internal sealed class GraphScope
{
    /// <summary>Values fed from outside, in order.</summary>
    public List<Value> Inputs { get; } = [];

    /// <summary>Values handed out, in order.</summary>
    public List<Value> Outputs { get; } = [];

    /// <summary>Operations so far.</summary>
    public List<PendingNode> Nodes { get; } = [];

    /// <summary>The part as a finished graph, without leaves.</summary>
    public GraphSpec ToSpec(string name) => new()
    {
        Name = name,
        Inputs = [.. Inputs.Select(value => new ValueSpec(value.Name, value.DType, value.Shape))],
        Outputs = [.. Outputs.Select(value => new ValueSpec(value.Name, value.DType, value.Shape))],
        Nodes = [.. Nodes.Select(node => node.ToSpec())],
    };
}
