namespace Tollama.Actors.Abstractions;

/// <summary>Activations of the grain class are not collected when idle.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepAliveAttribute : Attribute;
