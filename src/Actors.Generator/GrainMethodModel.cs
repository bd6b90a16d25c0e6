namespace Tollama.Actors.Generator;

/// <summary>A method of a grain interface.</summary>
/// <param name="Id">Number within the interface.</param>
/// <param name="Name">As declared.</param>
/// <param name="Returns">Fully qualified return type.</param>
/// <param name="Result">Fully qualified result or item type; null for a plain task.</param>
/// <param name="IsStream">Whether it returns an asynchronous stream.</param>
/// <param name="Interleaves">Whether it is marked to interleave.</param>
/// <param name="IsReadOnly">Whether it is marked to change nothing.</param>
/// <param name="ResultId">Suffix of the methods that write and read the result; null for a plain task.</param>
/// <param name="Parameters">In order.</param>
internal sealed record GrainMethodModel(
    int Id,
    string Name,
    string Returns,
    string? Result,
    bool IsStream,
    bool Interleaves,
    bool IsReadOnly,
    string? ResultId,
    EquatableList<GrainParameter> Parameters);
