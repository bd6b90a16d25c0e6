using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Ops;

/// <summary>Comparisons, truth values and selection.</summary>
public static class Logic
{
    /// <summary>left = right, broadcast.</summary>
    public static Value Equal(this Value left, Value right) => Compare(nameof(Equal), left, right);

    /// <summary>Equal to a number.</summary>
    public static Value Equal(this Value value, double number) => value.Equal(value.Graph.ScalarLike(value, number));

    /// <summary>left &lt; right, broadcast.</summary>
    public static Value Less(this Value left, Value right) => Compare(nameof(Less), left, right);

    /// <summary>Less than a number.</summary>
    public static Value Less(this Value value, double number) => value.Less(value.Graph.ScalarLike(value, number));

    /// <summary>left ≤ right, broadcast.</summary>
    public static Value LessOrEqual(this Value left, Value right) => Compare(nameof(LessOrEqual), left, right);

    /// <summary>left &gt; right, broadcast.</summary>
    public static Value Greater(this Value left, Value right) => Compare(nameof(Greater), left, right);

    /// <summary>Greater than a number.</summary>
    public static Value Greater(this Value value, double number) =>
        value.Greater(value.Graph.ScalarLike(value, number));

    /// <summary>left ≥ right, broadcast.</summary>
    public static Value GreaterOrEqual(this Value left, Value right) => Compare(nameof(GreaterOrEqual), left, right);

    /// <summary>Both hold.</summary>
    public static Value And(this Value left, Value right) => Compare(nameof(And), left, right);

    /// <summary>At least one holds.</summary>
    public static Value Or(this Value left, Value right) => Compare(nameof(Or), left, right);

    /// <summary>The opposite.</summary>
    public static Value Not(this Value value) => Elementwise.Unary(nameof(Not), value);

    /// <summary>Whether an element is not a number.</summary>
    public static Value IsNaN(this Value value) => value.Graph.Node(nameof(IsNaN), [value], DType.Bool, value.Shape);

    /// <summary>
    /// Chooses by condition, broadcast. Selects, does not multiply: NaN in the branch not taken leaves no trace.
    /// </summary>
    public static Value Where(this Value condition, Value whenTrue, Value whenFalse)
    {
        if (condition.DType != DType.Bool || whenTrue.DType != whenFalse.DType)
        {
            throw new GraphException($"Where: {condition} does not choose between {whenTrue} and {whenFalse}.");
        }

        var branches = Shape.Broadcast(whenTrue.Shape, whenFalse.Shape);
        var shape = branches is null ? null : Shape.Broadcast(condition.Shape, branches);
        return condition.Graph.Node(
            nameof(Where),
            [condition, whenTrue, whenFalse],
            whenTrue.DType,
            shape ?? throw new GraphException($"Where: {condition}, {whenTrue} and {whenFalse} do not broadcast."));
    }

    /// <summary>Chooses between a tensor and a number.</summary>
    public static Value Where(this Value condition, Value whenTrue, double whenFalse) =>
        condition.Where(whenTrue, condition.Graph.ScalarLike(whenTrue, whenFalse));

    /// <summary>Chooses between a number and a tensor.</summary>
    public static Value Where(this Value condition, double whenTrue, Value whenFalse) =>
        condition.Where(condition.Graph.ScalarLike(whenFalse, whenTrue), whenFalse);

    private static Value Compare(string op, Value left, Value right) =>
        Elementwise.Binary(op, left, right, DType.Bool);
}
