namespace Tollama.Core.Tables;

/// <summary>What the cells of a column are.</summary>
public enum CellKind
{
    /// <summary>Texts.</summary>
    Text,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Truth values.</summary>
    Boolean,

    /// <summary>Points in time.</summary>
    Time,

    /// <summary>Something that the reader of the file lacks.</summary>
    Unreadable,
}
