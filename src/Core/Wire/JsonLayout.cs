namespace Tollama.Core.Wire;

/// <summary>How a response is laid out (contract/http-api §1.1).</summary>
public enum JsonLayout
{
    /// <summary>Fields in declared order, nulls written: JSON answers.</summary>
    Declared,

    /// <summary>Keys sorted, nulls left out: lines of NDJSON and event data.</summary>
    Sorted,
}
