using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Tollama.Onnx.Graph;

/// <summary>
/// The size of one axis: a polynomial with whole coefficients over named symbols, such as <c>768</c>, <c>batch</c>,
/// <c>patches*16</c> or <c>patches + future + 1</c>. Kept in normal form, so that equal sizes compare equal. Numbers
/// and texts convert implicitly; a text is a symbol, which a <see cref="GraphBuilder"/> may know as a name for another
/// size.
/// </summary>
public sealed class Dim : IEquatable<Dim>
{
    private const char Times = '*';

    // Coefficient by product of symbols (sorted, joined by '*'); "" is the constant term. No zero coefficients.
    private readonly ImmutableSortedDictionary<string, long> _terms;

    private Dim(ImmutableSortedDictionary<string, long> terms) => _terms = terms;

    /// <summary>The size 1.</summary>
    public static Dim One { get; } = Of(1);

    /// <summary>The size 0.</summary>
    public static Dim Zero { get; } = Of(0);

    /// <summary>A known size.</summary>
    public static Dim Of(long size) => FromTerms([new(string.Empty, size)]);

    /// <summary>A named size.</summary>
    /// <param name="name">Not empty; no operator signs.</param>
    public static Dim Symbol(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.AsSpan().ContainsAny("*+/ "))
        {
            throw new ArgumentException($"'{name}' cannot name a dimension.", nameof(name));
        }

        return FromTerms([new(name, 1)]);
    }

    /// <summary>Whether the size is a number.</summary>
    public bool IsKnown => _terms.Count == 0 || (_terms.Count == 1 && _terms.ContainsKey(string.Empty));

    /// <summary>The number; throws <see cref="GraphException"/> when the size is symbolic.</summary>
    public long Value => IsKnown
        ? _terms.GetValueOrDefault(string.Empty)
        : throw new GraphException($"The size '{this}' is not known while the graph is built.");

    /// <summary>The symbol when the size is exactly one symbol, else null.</summary>
    public string? SymbolName =>
        _terms.Count == 1 && _terms.First() is { Value: 1, Key: { Length: > 0 } key } && !key.Contains(Times)
            ? key
            : null;

    /// <summary>Coefficient and symbols of each term of the sum.</summary>
    internal IEnumerable<(long Coefficient, string[] Symbols)> Terms =>
        _terms.Select(term => (term.Value, term.Key.Split(Times, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>A number is a known size.</summary>
    public static implicit operator Dim(long size) => Of(size);

    /// <summary>A text is a symbol.</summary>
    public static implicit operator Dim(string name) => Symbol(name);

    /// <summary>Sum of two sizes.</summary>
    public static Dim operator +(Dim left, Dim right) => FromTerms(left._terms.Concat(right._terms));

    /// <summary>Difference of two sizes.</summary>
    public static Dim operator -(Dim left, Dim right) => left + (-right);

    /// <summary>The negative of a size, for counting from an end.</summary>
    public static Dim operator -(Dim size) => size * -1;

    /// <summary>Product of two sizes.</summary>
    public static Dim operator *(Dim left, Dim right) => FromTerms(
        from a in left._terms
        from b in right._terms
        select KeyValuePair.Create(Product(a.Key, b.Key), a.Value * b.Value));

    /// <summary>Exact quotient; throws <see cref="GraphException"/> when there is none.</summary>
    public static Dim operator /(Dim left, Dim right) => left.TryDivide(right)
        ?? throw new GraphException($"The size '{left}' cannot be divided exactly by '{right}'.");

    /// <summary>Equal sizes.</summary>
    public static bool operator ==(Dim? left, Dim? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Different sizes.</summary>
    public static bool operator !=(Dim? left, Dim? right) => !(left == right);

    /// <summary>The exact quotient by a single term, or null.</summary>
    public Dim? TryDivide(Dim divisor)
    {
        if (divisor._terms.Count != 1)
        {
            return Equals(divisor) && divisor._terms.Count > 0 ? One : null;
        }

        var (symbols, coefficient) = divisor._terms.First();
        var quotient = new List<KeyValuePair<string, long>>(_terms.Count);
        foreach (var (key, value) in _terms)
        {
            var rest = key.Split(Times, StringSplitOptions.RemoveEmptyEntries).ToList();
            bool divides = value % coefficient == 0
                && symbols.Split(Times, StringSplitOptions.RemoveEmptyEntries).All(rest.Remove);
            if (!divides)
            {
                return null;
            }

            quotient.Add(KeyValuePair.Create(string.Join(Times, rest), value / coefficient));
        }

        return FromTerms(quotient);
    }

    /// <summary>Replaces symbols by sizes.</summary>
    /// <param name="definition">The size of a symbol, or null to keep it.</param>
    public Dim Substitute(Func<string, Dim?> definition)
    {
        if (IsKnown)
        {
            return this;
        }

        var sum = Zero;
        foreach (var (coefficient, symbols) in Terms)
        {
            sum += symbols.Aggregate(Of(coefficient), (product, s) => product * (definition(s) ?? Symbol(s)));
        }

        return sum;
    }

    /// <inheritdoc/>
    public bool Equals(Dim? other) => other is not null && _terms.SequenceEqual(other._terms);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Dim);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The normal form as text: <c>patches*16+1</c>.</summary>
    public override string ToString()
    {
        if (_terms.Count == 0)
        {
            return "0";
        }

        var text = new StringBuilder();
        foreach (var (key, value) in _terms.Reverse())
        {
            text.Append(text.Length > 0 && value >= 0 ? "+" : string.Empty);
            text.Append(CultureInfo.InvariantCulture, $"{Term(key, value)}");
        }

        return text.ToString();
    }

    private static string Term(string symbols, long coefficient)
    {
        string number = coefficient.ToString(CultureInfo.InvariantCulture);
        return (symbols, coefficient) switch
        {
            ("", _) => number,
            (_, 1) => symbols,
            (_, -1) => $"-{symbols}",
            _ => $"{symbols}{Times}{number}",
        };
    }

    private static string Product(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return left + right;
        }

        string[] symbols = [.. left.Split(Times), .. right.Split(Times)];
        Array.Sort(symbols, StringComparer.Ordinal);
        return string.Join(Times, symbols);
    }

    private static Dim FromTerms(IEnumerable<KeyValuePair<string, long>> terms)
    {
        var sum = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var (key, value) in terms)
        {
            long total = sum.GetValueOrDefault(key) + value;
            if (total == 0)
            {
                sum.Remove(key);
            }
            else
            {
                sum[key] = total;
            }
        }

        return new Dim(sum.ToImmutable());
    }
}
