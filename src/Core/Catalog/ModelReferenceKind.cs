namespace Tollama.Core.Catalog;

/// <summary>How a user names a model.</summary>
public enum ModelReferenceKind
{
    /// <summary>By the name of a registry entry or an install record.</summary>
    Name,

    /// <summary>By its repository on the hub: <c>hf.co/org/name[@revision]</c>.</summary>
    Hub,

    /// <summary>By a checkpoint folder on the machine of the daemon.</summary>
    Folder,
}
