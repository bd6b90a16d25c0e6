namespace Tollama.Actors.Wire;

/// <summary>A type on the wire.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Type">The type: a class, or an interface that stands for all that implement it.</param>
/// <param name="Write">Writes a value.</param>
/// <param name="Read">Reads a value.</param>
internal sealed record Message(string Name, Type Type, Action<WireWriter, object> Write, Func<WireReader, object> Read);
