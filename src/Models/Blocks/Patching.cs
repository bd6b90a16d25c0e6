using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Blocks;

/// <summary>
/// Cuts rows into patches (Nie et al. 2023, "A time series is worth 64 words", §3.1) whose stride divides their length,
/// so that every patch ends where some patch of full stride does and a row means the same however far it is padded.
/// </summary>
/// <param name="Patch">Steps of a patch.</param>
/// <param name="Stride">Steps from one patch to the next.</param>
internal sealed record Patching(int Patch, int Stride)
{
    /// <summary>Axis of the rows in lengths of a patch, where patches overlap.</summary>
    public const string WholePatches = "whole_patches";

    /// <summary>Axis of the patches.</summary>
    public const string Patches = "patches";

    /// <summary>Patches that begin within one length of a patch.</summary>
    private int Overlap => Patch / Stride;

    /// <summary>Length of a row.</summary>
    public Dim Length => (Overlap == 1 ? Patches : WholePatches) * Dim.Of(Patch);

    /// <summary>Tells a graph how many patches a row has; called once, before its inputs are declared.</summary>
    public void Declare(GraphBuilder graph)
    {
        if (Overlap > 1)
        {
            graph.Let(Patches, CountOf(WholePatches));
        }
    }

    /// <summary>Patches of a row of so many lengths of a patch.</summary>
    public int CountOf(int wholePatches) => (int)CountOf(Dim.Of(wholePatches)).Value;

    /// <summary>Cuts <c>(rows, length)</c> into <c>(rows, patches, P)</c>.</summary>
    public Value Cut(Value row)
    {
        var rows = row.Dim(0);
        if (Overlap == 1)
        {
            return row.Reshape(rows, Patches, Patch);
        }

        Dim patches = row.Graph.Resolve(Patches);
        var strips = row.Reshape(rows, patches + (Overlap - 1), Stride);
        return row.Graph.Concat(
            -1, [.. Enumerable.Range(0, Overlap).Select(first => strips.Slice(1, first, patches + first))]);
    }

    private Dim CountOf(Dim wholePatches) => ((wholePatches - 1) * Overlap) + 1;
}
