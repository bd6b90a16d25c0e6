namespace Tollama.Actors.Generator;

/// <summary>A type that crosses the wire.</summary>
/// <param name="Type">Fully qualified, nullability included.</param>
/// <param name="Id">Suffix of its two methods.</param>
/// <param name="Write">Statements that write <c>value</c> to <c>writer</c>.</param>
/// <param name="Read">Statements that read from <c>reader</c> and return.</param>
internal sealed record WireTypeModel(string Type, string Id, string Write, string Read);
