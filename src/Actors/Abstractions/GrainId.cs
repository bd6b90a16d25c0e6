namespace Tollama.Actors.Abstractions;

/// <summary>Identity of a grain: at most one activation of it serves at a time.</summary>
/// <param name="Type">Grain type: the class name without <c>Grain</c>, in lower case.</param>
/// <param name="Key">Primary key.</param>
public readonly record struct GrainId(string Type, string Key)
{
    /// <summary>Creates an identity.</summary>
    public static GrainId Create(string type, string key) => new(type, key);

    /// <summary><c>type/key</c>.</summary>
    public override string ToString() => $"{Type}/{Key}";
}
