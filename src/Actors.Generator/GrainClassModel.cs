namespace Tollama.Actors.Generator;

/// <summary>A grain class.</summary>
/// <param name="Type">Fully qualified name.</param>
/// <param name="GrainType">Type of its grains, from the class's name.</param>
/// <param name="IsReentrant">Whether every method interleaves.</param>
/// <param name="IsKeptAlive">Whether idle activations stay.</param>
/// <param name="CollectionMinutes">Collection age in minutes, as C# source; null for the default.</param>
/// <param name="Placement">Fully qualified placement attribute; null for the default.</param>
/// <param name="Parameters">Parameters of the constructor.</param>
internal sealed record GrainClassModel(
    string Type,
    string GrainType,
    bool IsReentrant,
    bool IsKeptAlive,
    string? CollectionMinutes,
    string? Placement,
    EquatableList<GrainParameter> Parameters);
