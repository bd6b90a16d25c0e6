namespace Tollama.Silo.Hub;

/// <summary>Why the hub did not give what was asked for.</summary>
internal enum HubFault
{
    /// <summary>No such repository, or it is private and the caller showed no token for it.</summary>
    RepositoryNotFound,

    /// <summary>The repository has no such branch, tag or commit.</summary>
    RevisionNotFound,

    /// <summary>The revision has no such file.</summary>
    FileNotFound,

    /// <summary>The repository is gated and this caller has no access.</summary>
    Gated,

    /// <summary>The hub is overloaded or failing: 408, 429, 5xx. Worth another attempt.</summary>
    Busy,

    /// <summary>No connection, or it broke or fell silent. Worth another attempt.</summary>
    Connection,

    /// <summary>The certificate of the hub or a proxy is not trusted.</summary>
    Certificate,

    /// <summary>An answer that breaks the protocol, or content that is not what its digest says.</summary>
    Broken,
}
