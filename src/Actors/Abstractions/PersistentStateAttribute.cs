namespace Tollama.Actors.Abstractions;

/// <summary>Marks a constructor parameter of type <see cref="IPersistentState{TState}"/>.</summary>
/// <param name="stateName">Name of the state within its grain.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName) : Attribute
{
    /// <summary>Name of the state within its grain.</summary>
    public string StateName { get; } = stateName;
}
