namespace Tollama.Core.Wire;

/// <summary>Kinds of JSON values.</summary>
internal enum JsonKind
{
    /// <summary><c>{…}</c></summary>
    Object,

    /// <summary><c>[…]</c></summary>
    Array,

    /// <summary><c>"…"</c></summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>null</c>.</summary>
    Null,
}
