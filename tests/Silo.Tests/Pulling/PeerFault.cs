namespace Tollama.Silo.Tests.Pulling;

/// <summary>What goes wrong with a machine that gives a file.</summary>
internal enum PeerFault
{
    /// <summary>It is gone.</summary>
    Lost,

    /// <summary>Its file is not what it was.</summary>
    Damaged,

    /// <summary>It sends nothing more.</summary>
    Silent,
}
