namespace Tollama.Actors.Membership;

/// <summary>What a member does.</summary>
public enum SiloRole
{
    /// <summary>Hosts grains.</summary>
    Silo,

    /// <summary>Calls grains and hosts none.</summary>
    Gateway,
}
