using System.Collections.Immutable;

namespace Tollama.Onnx.Graph;

/// <summary>One attribute of a node: a name and a value of the kind that <see cref="Kind"/> says.</summary>
public sealed record NodeAttribute
{
    private NodeAttribute(string name, AttributeKind kind)
    {
        Name = name;
        Kind = kind;
    }

    /// <summary>Name as the operator's definition spells it.</summary>
    public string Name { get; }

    /// <summary>Which of the other members holds the value.</summary>
    public AttributeKind Kind { get; }

    /// <summary>The integer, or the integers; empty for other kinds.</summary>
    public ImmutableArray<long> Integers { get; private init; } = [];

    /// <summary>The real number; 0 for other kinds.</summary>
    public float Real { get; private init; }

    /// <summary>The text; empty for other kinds.</summary>
    public string Text { get; private init; } = string.Empty;

    /// <summary>The body; null for other kinds.</summary>
    public GraphSpec? Graph { get; private init; }

    /// <summary>An integer.</summary>
    public static NodeAttribute Of(string name, long value) =>
        new(name, AttributeKind.Integer) { Integers = [value] };

    /// <summary>A truth value, as the integer 0 or 1.</summary>
    public static NodeAttribute Of(string name, bool value) => Of(name, value ? 1L : 0L);

    /// <summary>A list of integers.</summary>
    public static NodeAttribute Of(string name, IEnumerable<long> values) =>
        new(name, AttributeKind.Integers) { Integers = [.. values] };

    /// <summary>A real number.</summary>
    public static NodeAttribute Of(string name, float value) => new(name, AttributeKind.Real) { Real = value };

    /// <summary>A text.</summary>
    public static NodeAttribute Of(string name, string value) => new(name, AttributeKind.Text) { Text = value };

    /// <summary>A body.</summary>
    public static NodeAttribute Of(string name, GraphSpec body) => new(name, AttributeKind.Graph) { Graph = body };
}
