namespace Tollama.Actors.Abstractions;

/// <summary>
/// Says how silos for new activations of a grain class are chosen; a director of the same type carries it out.
/// </summary>
public abstract class PlacementStrategy;
