namespace Tollama.Actors.Generator;

/// <summary>A grain interface.</summary>
/// <param name="Type">Fully qualified name.</param>
/// <param name="ReferenceName">Name of the class to generate.</param>
/// <param name="GrainType">Type of its grains, from the interface's name.</param>
/// <param name="Methods">All methods, inherited ones included.</param>
/// <param name="WireTypes">Types that its methods send and receive.</param>
/// <param name="Faults">What cannot be generated, in words.</param>
internal sealed record GrainInterface(
    string Type,
    string ReferenceName,
    string GrainType,
    EquatableList<GrainMethodModel> Methods,
    EquatableList<WireTypeModel> WireTypes,
    EquatableList<string> Faults);
