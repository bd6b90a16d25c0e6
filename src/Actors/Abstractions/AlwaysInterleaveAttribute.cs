namespace Tollama.Actors.Abstractions;

/// <summary>The method may start while another call of the same activation awaits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
