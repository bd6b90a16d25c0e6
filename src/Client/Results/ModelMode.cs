namespace Tollama.Client.Results;

/// <summary>Which models a list is of.</summary>
public enum ModelMode
{
    /// <summary>Those on the daemon's machine.</summary>
    Installed,

    /// <summary>Those in memory.</summary>
    Loaded,

    /// <summary>Those that can be pulled by name.</summary>
    Available,
}
