using Tollama.Testing;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>Members that share no folder, as on machines of their own.</summary>
internal sealed class SeparateHomes : Surroundings
{
    private DirectoryInfo _root = null!; // MakeHome

    /// <summary>Environment variables of every member.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public override DirectoryInfo MakeHome() => _root = base.MakeHome();

    /// <summary>The folder of a member; it is made before the member starts.</summary>
    public string HomeOf(string member)
    {
        string home = Path.Combine(_root.FullName, member);
        if (!Directory.Exists(home))
        {
            Directory.CreateDirectory(home);
            ServiceUnderLoad.WriteLease(home);
        }

        return home;
    }

    public override TollamaStart Place(string member, TollamaStart start) => start with
    {
        Home = HomeOf(member),
        Environment = Environment,
    };
}
