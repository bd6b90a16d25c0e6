namespace Tollama.Actors.Abstractions;

/// <summary>
/// The method changes nothing: where the silo that carries it out is lost, it is carried out again elsewhere.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
