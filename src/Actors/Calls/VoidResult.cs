namespace Tollama.Actors.Calls;

/// <summary>Result of a method that has none.</summary>
public readonly record struct VoidResult;
