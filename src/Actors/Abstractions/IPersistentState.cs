namespace Tollama.Actors.Abstractions;

/// <summary>
/// State of a grain, injected into its constructor with <see cref="PersistentStateAttribute"/> and read before
/// activation.
/// </summary>
/// <typeparam name="TState">Type of the state.</typeparam>
public interface IPersistentState<TState> : IStorage<TState>;
