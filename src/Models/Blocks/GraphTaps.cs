using Tollama.Onnx.Graph;

namespace Tollama.Models.Blocks;

/// <summary>
/// Which intermediate values a graph hands out besides its result: none in service, some to find an error.
/// </summary>
/// <param name="Names">Their names.</param>
internal sealed record GraphTaps(IReadOnlySet<string> Names)
{
    /// <summary>None.</summary>
    public static GraphTaps None { get; } = new(new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Makes a value an output if it is wanted.</summary>
    public void Offer(GraphBuilder graph, string name, Value value)
    {
        if (Names.Contains(name))
        {
            graph.Output(name, value);
        }
    }
}
