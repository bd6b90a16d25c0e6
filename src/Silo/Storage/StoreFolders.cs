namespace Tollama.Silo.Storage;

/// <summary>
/// Where the store keeps what, below the state folder (storage-and-config §1, and what is ours beside it).
/// </summary>
/// <param name="Home">Absolute path of the state folder.</param>
internal sealed record StoreFolders(string Home)
{
    /// <summary>Install records and snapshots, a folder per model.</summary>
    public string Models => Path.Combine(Home, "models");

    /// <summary>Contents by digest.</summary>
    public string Blobs => Path.Combine(Home, "blobs");

    /// <summary>Receipts of accepted licences.</summary>
    public string Licences => Path.Combine(Home, "licenses");

    /// <summary>The lock file that who changes a model holds.</summary>
    public string LockOf(string name) => Path.Combine(Blobs, ".locks", name);
}
