using Tollama.Onnx.Graph;

namespace Tollama.Models.Checkpoints;

/// <summary>A graph that was written as an ONNX file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Graph">What it holds.</param>
/// <param name="Hash">SHA-256 of the graph without its weights.</param>
/// <param name="Weights">Files with the weights that it points into; none where it holds them itself.</param>
public sealed record ExportedGraph(string Path, GraphSpec Graph, string Hash, IReadOnlyList<string> Weights);
