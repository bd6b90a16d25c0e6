namespace Tollama.Client.Agents;

/// <summary>What an argument of a tool may be. Nothing is converted: a text is no number.</summary>
public enum ToolArgumentType
{
    /// <summary>A text that is not empty.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>An object.</summary>
    Map,
}
