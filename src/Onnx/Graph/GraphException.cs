namespace Tollama.Onnx.Graph;

/// <summary>
/// A graph that cannot be: shapes that do not fit, a false statement about a shape, a broken invariant. Our bug.
/// </summary>
public sealed class GraphException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which node, which shapes, what was expected.</param>
    public GraphException(string message)
        : base(message)
    {
    }
}
