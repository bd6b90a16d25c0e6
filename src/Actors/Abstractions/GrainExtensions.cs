namespace Tollama.Actors.Abstractions;

/// <summary>Identity of a grain from within.</summary>
public static class GrainExtensions
{
    /// <summary>Primary key of this grain.</summary>
    public static string GetPrimaryKeyString(this IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain.GrainContext.GrainId.Key;
    }
}
