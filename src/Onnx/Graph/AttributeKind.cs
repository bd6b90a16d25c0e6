namespace Tollama.Onnx.Graph;

/// <summary>Kinds of node attributes. The numbers are those of ONNX's <c>AttributeProto.AttributeType</c>.</summary>
public enum AttributeKind
{
    /// <summary>One real number.</summary>
    Real = 1,

    /// <summary>One integer.</summary>
    Integer = 2,

    /// <summary>A text.</summary>
    Text = 3,

    /// <summary>The body of a control-flow node.</summary>
    Graph = 5,

    /// <summary>A list of integers.</summary>
    Integers = 7,
}
