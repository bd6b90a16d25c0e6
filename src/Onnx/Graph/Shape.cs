using System.Collections;
using System.Collections.Immutable;

namespace Tollama.Onnx.Graph;

/// <summary>The sizes of all axes of a tensor, outermost first. Two shapes are equal when every axis is.</summary>
public sealed class Shape : IReadOnlyList<Dim>, IEquatable<Shape>
{
    private readonly ImmutableArray<Dim> _dims;

    /// <summary>Makes a shape.</summary>
    public Shape(IEnumerable<Dim> dims) => _dims = [.. dims];

    /// <summary>The shape of a scalar.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>A shape of known sizes.</summary>
    public static Shape Of(IEnumerable<long> sizes) => new(sizes.Select(Dim.Of));

    /// <summary>Number of axes.</summary>
    public int Rank => _dims.Length;

    /// <inheritdoc/>
    public int Count => _dims.Length;

    /// <summary>Number of elements.</summary>
    public Dim Size => _dims.Aggregate(Dim.One, (product, dim) => product * dim);

    /// <summary>Whether every axis has a known size.</summary>
    public bool IsKnown => _dims.All(dim => dim.IsKnown);

    /// <summary>The known sizes; throws <see cref="GraphException"/> when one is symbolic.</summary>
    public ImmutableArray<long> Sizes => [.. _dims.Select(dim => dim.Value)];

    /// <inheritdoc/>
    public Dim this[int axis] => _dims[axis];

    /// <summary>The number of an axis that may be counted from the end (−1 is the last).</summary>
    /// <exception cref="GraphException">No such axis.</exception>
    public int Axis(int axis)
    {
        int normal = axis < 0 ? axis + Rank : axis;
        return normal >= 0 && normal < Rank
            ? normal
            : throw new GraphException($"The shape {this} has no axis {axis}.");
    }

    /// <summary>The same shape with one axis replaced.</summary>
    public Shape With(int axis, Dim dim) => new(_dims.SetItem(Axis(axis), dim));

    /// <summary>The same shape without one axis.</summary>
    public Shape Without(int axis) => new(_dims.RemoveAt(Axis(axis)));

    /// <summary>The same shape with an axis put in.</summary>
    public Shape Insert(int axis, Dim dim) => new(_dims.Insert(axis, dim));

    /// <summary>A part of the axes.</summary>
    public Shape Slice(int start, int length) => new(_dims.Slice(start, length));

    /// <summary>These axes followed by those of <paramref name="inner"/>.</summary>
    public Shape Append(Shape inner) => new(_dims.AddRange(inner._dims));

    /// <summary>
    /// The common shape of two broadcast operands (numpy's rule: aligned at the last axis, 1 stretches), or null when
    /// there is none. Different symbols do not broadcast: nothing says that they will be equal.
    /// </summary>
    public static Shape? Broadcast(Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        var dims = new Dim[rank];
        for (int i = 1; i <= rank; i++)
        {
            var a = i <= left.Rank ? left[^i] : Dim.One;
            var b = i <= right.Rank ? right[^i] : Dim.One;
            if (a != b && a != Dim.One && b != Dim.One)
            {
                return null;
            }

            dims[^i] = a == Dim.One ? b : a;
        }

        return new Shape(dims);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _dims.SequenceEqual(other._dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public IEnumerator<Dim> GetEnumerator() => ((IEnumerable<Dim>)_dims).GetEnumerator();

    /// <summary><c>(batch, patches*16, 768)</c>.</summary>
    public override string ToString() => $"({string.Join(", ", _dims)})";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
