namespace Tollama.Actors.Abstractions;

/// <summary>Every method of the grain class may start while another call of the same activation awaits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
