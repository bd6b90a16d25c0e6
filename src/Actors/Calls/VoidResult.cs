namespace Tollama.Actors.Calls;

/// <summary>Result of a method that has none.</summary>
internal readonly record struct VoidResult;
