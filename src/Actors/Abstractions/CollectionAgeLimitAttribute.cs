namespace Tollama.Actors.Abstractions;

/// <summary>
/// How long activations of the grain class may be idle before they are collected: the sum of the members.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>Minutes of the limit.</summary>
    public double Minutes { get; init; }
}
