namespace Tollama.Actors.Calls;

/// <summary>A method of a grain interface.</summary>
/// <param name="Interface">Name of the interface, with its namespace.</param>
/// <param name="Name">Name of the method.</param>
/// <param name="Id">Number of the method within the interface, in order of declaration.</param>
/// <param name="Interleaves">Whether it may start while another call of the same activation awaits.</param>
/// <param name="IsReadOnly">Whether it changes nothing, so that it may be carried out twice.</param>
public sealed record GrainMethod(string Interface, string Name, int Id, bool Interleaves, bool IsReadOnly = false)
{
    /// <summary><c>Interface.Name</c>.</summary>
    public override string ToString() => $"{Interface}.{Name}";
}
