using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Calls;

/// <summary>
/// An incoming call is not carried out here: another silo has the grain, or this one takes nothing new.
/// </summary>
internal sealed class WrongSiloException(SiloAddress? owner) : Exception("The grain is at another silo.")
{
    /// <summary>Who has it; null when that is not known.</summary>
    public SiloAddress? Owner { get; } = owner;
}
