using System.Collections.Immutable;

namespace Tollama.Models.GraniteTtm;

/// <summary>Layers that see the patches at one resolution.</summary>
/// <param name="Factor">How many times finer than the stack's own patches.</param>
/// <param name="Layers">The layers, first to last.</param>
internal sealed record TtmLevel(int Factor, ImmutableArray<TtmLayer> Layers);
