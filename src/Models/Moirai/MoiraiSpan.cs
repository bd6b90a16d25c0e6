namespace Tollama.Models.Moirai;

/// <summary>Lengths of a packed row.</summary>
/// <param name="Patch">Points of a patch.</param>
/// <param name="Context">Points of history that are read.</param>
/// <param name="Horizon">Steps to forecast.</param>
internal readonly record struct MoiraiSpan(int Patch, int Context, int Horizon)
{
    /// <summary>Patches of the context, the first one filled on the left.</summary>
    public int ContextPatches => (Context + Patch - 1) / Patch;

    /// <summary>Patches of the horizon, the last one filled on the right.</summary>
    public int FuturePatches => (Horizon + Patch - 1) / Patch;

    /// <summary>Points of the context's patches.</summary>
    public int ContextPoints => ContextPatches * Patch;

    /// <summary>Points of all patches.</summary>
    public int Points => (ContextPatches + FuturePatches) * Patch;
}
