namespace Tollama.Onnx.Graph;

/// <summary>
/// What the names of sizes mean in one graph. A name is either a <b>root</b>, whose size the engine learns at run time
/// from some tensor's axis, or <b>defined</b> as another size.
/// </summary>
internal sealed class DimNames
{
    private readonly Dictionary<string, Dim> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Value? Source, int Axis, long Factor)> _roots = new(StringComparer.Ordinal);
    private int _anonymous;

    /// <summary>Defines a name; a second definition must be the same size.</summary>
    public void Define(string name, Dim size)
    {
        var meaning = Resolve(size);
        if (IsKnown(name))
        {
            Require(Resolve(name) == meaning, $"'{name}' is {Resolve(name)} already and cannot be {meaning}");
            return;
        }

        _definitions[name] = meaning;
    }

    /// <summary>Replaces defined names by what they mean. Unknown names stay.</summary>
    public Dim Resolve(Dim dim) => dim.Substitute(name => _definitions.GetValueOrDefault(name));

    /// <summary>Replaces defined names; a name that means nothing yet is an error.</summary>
    public Shape Resolve(ReadOnlySpan<Dim> dims)
    {
        var resolved = new Dim[dims.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            resolved[i] = Resolve(dims[i]);
            foreach (string symbol in resolved[i].Terms.SelectMany(term => term.Symbols))
            {
                Require(_roots.ContainsKey(symbol), $"the size '{symbol}' has not been named");
            }
        }

        return new Shape(resolved);
    }

    /// <summary>Makes the symbols of an input's shape roots.</summary>
    public void LearnFrom(Value input)
    {
        for (int axis = 0; axis < input.Rank; axis++)
        {
            foreach (var (coefficient, symbols) in input.Shape[axis].Terms)
            {
                foreach (string symbol in symbols)
                {
                    bool tells = symbols.Length == 1 && input.Shape[axis].Terms.Count() == 1;
                    Learn(symbol, tells ? (input, axis, coefficient) : (null, 0, 1));
                }
            }
        }
    }

    /// <summary>A new root for an axis whose size depends on data.</summary>
    public string Fresh() => $"?{_anonymous++}";

    /// <summary>Where the engine finds the size of a root: an axis that is <c>Factor</c> times as long.</summary>
    public (Value Source, int Axis, long Factor) Source(string symbol)
    {
        var (source, axis, factor) = _roots.GetValueOrDefault(symbol);
        Require(source is not null, $"no input's axis tells the size '{symbol}' at run time");
        return (source!, axis, factor); // checked above
    }

    /// <summary>See <see cref="Value.As"/>.</summary>
    public void State(Value value, ReadOnlySpan<Dim> dims)
    {
        Require(dims.Length == value.Rank, $"{value} has {value.Rank} axes, not {dims.Length}");
        for (int i = 0; i < dims.Length; i++)
        {
            var actual = value.Shape[i];
            if (dims[i].SymbolName is { } name && !IsKnown(name))
            {
                _definitions[name] = actual;
                continue;
            }

            var stated = Resolve(dims[i]);
            Require(stated == actual, $"axis {i} of {value} is {actual}, not {dims[i]} (= {stated})");
        }
    }

    private void Learn(string symbol, (Value? Source, int Axis, long Factor) root)
    {
        if (!_roots.TryGetValue(symbol, out var earlier) || earlier.Source is null)
        {
            _roots[symbol] = root;
        }
    }

    private bool IsKnown(string name) => _definitions.ContainsKey(name) || _roots.ContainsKey(name);

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new GraphException($"Shapes: {fault}.");
        }
    }
}
