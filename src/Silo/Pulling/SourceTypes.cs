namespace Tollama.Silo.Pulling;

/// <summary>Values of <c>source.type</c>; every other one means a model without weights.</summary>
internal static class SourceTypes
{
    /// <summary>A repository of the hub.</summary>
    public const string Hub = "huggingface";

    /// <summary>A checkpoint that is shipped with the product.</summary>
    public const string Bundled = "bundled";

    /// <summary>A folder of the user, used where it is.</summary>
    public const string Folder = "folder";
}
