namespace Tollama.Core.Errors;

/// <summary>One step on the way to a value of a body: a key of an object, or an index of an array.</summary>
/// <param name="Name">The key; null for an index.</param>
/// <param name="Index">The index; meaningless for a key.</param>
public readonly record struct LocationPart(string? Name, int Index)
{
    /// <summary>A key.</summary>
    public static implicit operator LocationPart(string name) => FromName(name);

    /// <summary>An index.</summary>
    public static implicit operator LocationPart(int index) => FromIndex(index);

    /// <summary>A key.</summary>
    public static LocationPart FromName(string name) => new(name, 0);

    /// <summary>An index.</summary>
    public static LocationPart FromIndex(int index) => new(null, index);
}
